"""How what was saved reaches its readers: digests composed and saved, mail, webhooks, calendars of deadlines."""
