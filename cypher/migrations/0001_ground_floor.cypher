// The ground floor: entities by their id, facts by their key, former versions by their key, children by birth date.
// Uniqueness is the only constraint that Community has; each one is also the index that imports and look-ups seek.
//
// Parameters: none
// Returns: nothing

CREATE CONSTRAINT division_code IF NOT EXISTS FOR (n:Division) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT household_id IF NOT EXISTS FOR (n:Household) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT school_id IF NOT EXISTS FOR (n:School) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT organisation_id IF NOT EXISTS FOR (n:Organisation) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT worker_id IF NOT EXISTS FOR (n:Worker) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT circumstance_kind_code IF NOT EXISTS FOR (n:CircumstanceKind) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT disability_type_code IF NOT EXISTS FOR (n:DisabilityType) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT programme_code IF NOT EXISTS FOR (n:Programme) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT service_line_code IF NOT EXISTS FOR (n:ServiceLine) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT quarantined_row_id IF NOT EXISTS FOR (n:QuarantinedRow) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT data_quality_finding_id IF NOT EXISTS FOR (n:DataQualityFinding) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT import_run_id IF NOT EXISTS FOR (n:ImportRun) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT guardianship_assessment_id IF NOT EXISTS FOR (n:GuardianshipAssessment) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT member_of_key IF NOT EXISTS FOR ()-[r:MEMBER_OF]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT parent_of_key IF NOT EXISTS FOR ()-[r:PARENT_OF]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT married_to_key IF NOT EXISTS FOR ()-[r:MARRIED_TO]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT guardian_of_key IF NOT EXISTS FOR ()-[r:GUARDIAN_OF]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT guardianship_revoked_for_key IF NOT EXISTS FOR ()-[r:GUARDIANSHIP_REVOKED_FOR]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT entrusted_carer_of_key IF NOT EXISTS FOR ()-[r:ENTRUSTED_CARER_OF]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT in_circumstance_key IF NOT EXISTS FOR ()-[r:IN_CIRCUMSTANCE]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT has_disability_key IF NOT EXISTS FOR ()-[r:HAS_DISABILITY]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT absent_in_key IF NOT EXISTS FOR ()-[r:ABSENT_IN]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT enrolled_at_key IF NOT EXISTS FOR ()-[r:ENROLLED_AT]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT attended_key IF NOT EXISTS FOR ()-[r:ATTENDED]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT placed_with_key IF NOT EXISTS FOR ()-[r:PLACED_WITH]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT receives_key IF NOT EXISTS FOR ()-[r:RECEIVES]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT received_service_key IF NOT EXISTS FOR ()-[r:RECEIVED_SERVICE]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT supports_key IF NOT EXISTS FOR ()-[r:SUPPORTS]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT visited_key IF NOT EXISTS FOR ()-[r:VISITED]-() REQUIRE r.key IS UNIQUE;

CREATE INDEX former_member_of_key IF NOT EXISTS FOR ()-[r:FORMER_MEMBER_OF]-() ON (r.key);
CREATE INDEX former_parent_of_key IF NOT EXISTS FOR ()-[r:FORMER_PARENT_OF]-() ON (r.key);
CREATE INDEX former_married_to_key IF NOT EXISTS FOR ()-[r:FORMER_MARRIED_TO]-() ON (r.key);
CREATE INDEX former_guardian_of_key IF NOT EXISTS FOR ()-[r:FORMER_GUARDIAN_OF]-() ON (r.key);
CREATE INDEX former_guardianship_revoked_for_key IF NOT EXISTS FOR ()-[r:FORMER_GUARDIANSHIP_REVOKED_FOR]-() ON (r.key);
CREATE INDEX former_entrusted_carer_of_key IF NOT EXISTS FOR ()-[r:FORMER_ENTRUSTED_CARER_OF]-() ON (r.key);
CREATE INDEX former_in_circumstance_key IF NOT EXISTS FOR ()-[r:FORMER_IN_CIRCUMSTANCE]-() ON (r.key);
CREATE INDEX former_has_disability_key IF NOT EXISTS FOR ()-[r:FORMER_HAS_DISABILITY]-() ON (r.key);
CREATE INDEX former_absent_in_key IF NOT EXISTS FOR ()-[r:FORMER_ABSENT_IN]-() ON (r.key);
CREATE INDEX former_enrolled_at_key IF NOT EXISTS FOR ()-[r:FORMER_ENROLLED_AT]-() ON (r.key);
CREATE INDEX former_attended_key IF NOT EXISTS FOR ()-[r:FORMER_ATTENDED]-() ON (r.key);
CREATE INDEX former_placed_with_key IF NOT EXISTS FOR ()-[r:FORMER_PLACED_WITH]-() ON (r.key);
CREATE INDEX former_receives_key IF NOT EXISTS FOR ()-[r:FORMER_RECEIVES]-() ON (r.key);
CREATE INDEX former_received_service_key IF NOT EXISTS FOR ()-[r:FORMER_RECEIVED_SERVICE]-() ON (r.key);
CREATE INDEX former_supports_key IF NOT EXISTS FOR ()-[r:FORMER_SUPPORTS]-() ON (r.key);
CREATE INDEX former_visited_key IF NOT EXISTS FOR ()-[r:FORMER_VISITED]-() ON (r.key);

// Grading seeks the children by birth date, for the whole graph in ranges of it, for a division inside its code prefix.
CREATE INDEX person_birth_date IF NOT EXISTS FOR (n:Person) ON (n.birthDate);
CREATE INDEX person_division_birth_date IF NOT EXISTS FOR (n:Person) ON (n.division, n.birthDate);
CREATE INDEX finding_code IF NOT EXISTS FOR (n:DataQualityFinding) ON (n.code);
CREATE INDEX quarantined_row_feed IF NOT EXISTS FOR (n:QuarantinedRow) ON (n.feed);

// A withdrawal names only the record that it takes back.
CREATE INDEX division_record IF NOT EXISTS FOR (n:Division) ON (n.recordId);
CREATE INDEX person_record IF NOT EXISTS FOR (n:Person) ON (n.recordId);
CREATE INDEX household_record IF NOT EXISTS FOR (n:Household) ON (n.recordId);
CREATE INDEX school_record IF NOT EXISTS FOR (n:School) ON (n.recordId);
CREATE INDEX organisation_record IF NOT EXISTS FOR (n:Organisation) ON (n.recordId);
CREATE INDEX worker_record IF NOT EXISTS FOR (n:Worker) ON (n.recordId);

// What the service knew at an earlier moment: the children by the version of their row in force then.
CREATE INDEX version_birth_date IF NOT EXISTS FOR (n:Version) ON (n.birthDate);
