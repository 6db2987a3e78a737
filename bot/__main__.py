"""`python -m bot` is `linli`."""

from bot.cli.main import main

main()
