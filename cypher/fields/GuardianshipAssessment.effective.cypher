// Whether guardianship is effective; null when none is required.
//
// Parameters:
//   effective_of_grade: MAP (grade to BOOLEAN or null)
// Returns: BOOLEAN
RETURN $effective_of_grade[fields.GuardianshipAssessment.grade(node)]
