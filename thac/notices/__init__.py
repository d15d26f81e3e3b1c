"""What a reader is shown of the alerts that reached his post, in the inbox and in digests; pure, but for templates."""
