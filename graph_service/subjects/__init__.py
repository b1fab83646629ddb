"""What is kept about one person: shown whole to them, and erased where the law allows."""
