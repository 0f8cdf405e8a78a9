"""What is doubtful in the text of a policy: points that it leaves open, numbers that rest on little."""
