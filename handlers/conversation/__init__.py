"""What owners say to each other and to the bot: what belongs to which report, and how a report ends."""
