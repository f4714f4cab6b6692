"""What happens to accounts, one flow a module; pages and JSON call the same ones."""
