// What officers and dashboards look things up by: names and how they are typed, places, times of what the service itself wrote.
//
// Parameters: none
// Returns: nothing

// Names are sought in the middle (小明) and by initials after the blank (` oyxm`), inside a division's prefix. On 200,000
// persons a TEXT index answered CONTAINS and STARTS WITH, alone or joined by OR, in 3 to 15 ms, for a county as for a
// township. A RANGE index answers only STARTS WITH by a seek (6 ms) and scans all persons for CONTAINS (190 to 330 ms, more
// than the label scan without any index). RANGE on (division, name) reads the whole division: 5 ms for a township, 60 to
// 180 ms for a county.
CREATE TEXT INDEX person_name IF NOT EXISTS FOR (n:Person) ON (n.name);
CREATE TEXT INDEX person_pinyin IF NOT EXISTS FOR (n:Person) ON (n.pinyin);

CREATE INDEX household_division IF NOT EXISTS FOR (n:Household) ON (n.division);
CREATE INDEX school_division IF NOT EXISTS FOR (n:School) ON (n.division);
CREATE INDEX organisation_division IF NOT EXISTS FOR (n:Organisation) ON (n.division);
CREATE INDEX worker_division IF NOT EXISTS FOR (n:Worker) ON (n.division);

CREATE INDEX guardianship_assessment_assessed_at IF NOT EXISTS FOR (n:GuardianshipAssessment) ON (n.assessedAt);
CREATE INDEX data_quality_finding_found_at IF NOT EXISTS FOR (n:DataQualityFinding) ON (n.foundAt);
CREATE INDEX import_run_imported_at IF NOT EXISTS FOR (n:ImportRun) ON (n.importedAt);

// A division as known at an earlier moment: without it the former versions of everybody of that age are read.
CREATE INDEX version_division_birth_date IF NOT EXISTS FOR (n:Version) ON (n.division, n.birthDate);
