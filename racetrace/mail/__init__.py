"""Letters to people, handed to a mail server that the settings name."""
