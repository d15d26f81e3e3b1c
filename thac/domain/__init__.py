"""The domain: pure decisions over values; no clock, no chance, no server, no framework."""
