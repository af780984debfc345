"""The seats: who plays where. Makes the matches, and knows who did not come to one."""
