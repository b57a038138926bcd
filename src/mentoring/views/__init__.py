"""Views: from a plan to something to look at, as pure functions; who prints it is another matter."""
