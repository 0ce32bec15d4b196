"""What people and programs use: commands, messages on a terminal."""
