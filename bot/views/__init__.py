"""How things look: pure functions, facts → `bot.model.message.Message`. One file per noun."""
