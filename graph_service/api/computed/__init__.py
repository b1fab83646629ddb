"""Fields that a feature computes, where no fragment could lead to them: what the rules say of a child, and the like."""
