"""Users: names, addresses, passwords, and the links that set a new one."""
