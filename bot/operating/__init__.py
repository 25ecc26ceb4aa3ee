"""How the bot is run and looked after: modes, serving, doctor, documents, logging."""
