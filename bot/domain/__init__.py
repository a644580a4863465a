"""What the desk is about: pure values and functions, no input or output, no clock."""
