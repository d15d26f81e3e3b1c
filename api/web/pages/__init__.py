"""The pages by who works with them; each module has its routes and reads and acts as the API does."""
