"""What the site costs, measured against other ways to do the same; `make bench` prints it."""
