"""What takes long: not collected by pytest, run by `make soak`."""
