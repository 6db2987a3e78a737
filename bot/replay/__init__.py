"""`linli replay`: chat of the past through the whole bot, on a simulated clock and a database in memory."""
