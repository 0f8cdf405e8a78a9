"""Both routes beside each other, and one model beside another."""
