"""Days and hours: working days, working time, 周五下午三点, until when in words.  No ticket is known here."""
