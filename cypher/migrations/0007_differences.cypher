// What has changed about guardianship: differences by division and day, how children stood before an import that is under way, and
// the day up to which days have been compared.
//
// Parameters: none
// Returns: nothing

CREATE CONSTRAINT assessment_difference_id IF NOT EXISTS FOR (n:AssessmentDifference) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT standing_before_id IF NOT EXISTS FOR (n:StandingBefore) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT compared_until_id IF NOT EXISTS FOR (n:ComparedUntil) REQUIRE n.id IS UNIQUE;
CREATE INDEX assessment_difference_day IF NOT EXISTS FOR (n:AssessmentDifference) ON (n.day);
CREATE INDEX assessment_difference_division_day IF NOT EXISTS FOR (n:AssessmentDifference) ON (n.division, n.day);
