"""The schema of version 1, word for word; frozen: a change is a migration, never an edit here."""

STATEMENTS: tuple[str, ...] = (
    "CREATE TABLE about (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT",
    (
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT "
        "alembic_version_pkc PRIMARY KEY (version_num))"
    ),
    (
        "CREATE TABLE clinic ( id TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL, phone "
        "TEXT NOT NULL, email TEXT NOT NULL, hours TEXT NOT NULL, logo TEXT NOT NULL, paper TEXT "
        "NOT NULL CHECK (\"paper\" IN ('letter', 'a4')), note_order TEXT NOT NULL CHECK (\"note_order\" "
        "IN ('soap', 'sotap')), counting_rule TEXT NOT NULL CHECK (\"counting_rule\" IN ('off', "
        "'muscles', 'sides')), lock_minutes INTEGER NOT NULL, passphrase_at_signing INTEGER NOT "
        'NULL CHECK ("passphrase_at_signing" IN (0, 1)), pdf_passphrase INTEGER NOT NULL CHECK '
        '("pdf_passphrase" IN (0, 1)), turn_view_by_itself INTEGER NOT NULL CHECK '
        '("turn_view_by_itself" IN (0, 1)), sound_when_time_is_up INTEGER NOT NULL CHECK '
        '("sound_when_time_is_up" IN (0, 1)), default_needle TEXT NOT NULL, skin_preparation TEXT '
        'NOT NULL, gloves INTEGER NOT NULL CHECK ("gloves" IN (0, 1)), backup_folder TEXT NOT NULL, '
        "second_backup_folder TEXT NOT NULL, backup_hours INTEGER NOT NULL, next_record_number "
        "INTEGER NOT NULL, PRIMARY KEY (id) ) STRICT"
    ),
    (
        "CREATE TABLE clinician ( id TEXT NOT NULL, clinic_id TEXT NOT NULL, name TEXT NOT NULL, "
        'credentials TEXT NOT NULL, licence_number TEXT NOT NULL, role TEXT NOT NULL CHECK ("role" '
        "IN ('administrator', 'clinician', 'student', 'assistant', 'read_only')), active INTEGER "
        'NOT NULL CHECK ("active" IN (0, 1)), certificate TEXT NOT NULL, PRIMARY KEY (id), FOREIGN '
        "KEY(clinic_id) REFERENCES clinic (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE needle_type ( id TEXT NOT NULL, clinic_id TEXT NOT NULL, diameter_mm REAL NOT "
        "NULL, length_mm REAL NOT NULL, maker TEXT NOT NULL, product TEXT NOT NULL, colour TEXT NOT "
        'NULL, lot TEXT NOT NULL, expiry TEXT, in_stock INTEGER NOT NULL CHECK ("in_stock" IN (0, '
        '1)), "order" INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN KEY(clinic_id) REFERENCES clinic '
        "(id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE phrase ( id TEXT NOT NULL, clinic_id TEXT NOT NULL, shortcut TEXT NOT NULL, "
        "text TEXT NOT NULL, clinician_id TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(clinic_id) "
        "REFERENCES clinic (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        'CREATE TABLE catalogue_row ( id TEXT NOT NULL, clinic_id TEXT NOT NULL, "table" TEXT NOT '
        'NULL, "row" TEXT NOT NULL, columns TEXT NOT NULL, cells TEXT NOT NULL, hidden INTEGER NOT '
        'NULL CHECK ("hidden" IN (0, 1)), PRIMARY KEY (id), FOREIGN KEY(clinic_id) REFERENCES '
        "clinic (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE protocol ( id TEXT NOT NULL, clinic_id TEXT NOT NULL, name TEXT NOT NULL, "
        'note TEXT NOT NULL, archived INTEGER NOT NULL CHECK ("archived" IN (0, 1)), PRIMARY KEY '
        "(id), FOREIGN KEY(clinic_id) REFERENCES clinic (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE protocol_point ( id TEXT NOT NULL, protocol_id TEXT NOT NULL, number INTEGER "
        "NOT NULL, \"view\" TEXT NOT NULL CHECK (\"view\" IN ('front', 'back', 'left', 'right', "
        "'pelvic_floor')), layer TEXT NOT NULL CHECK (\"layer\" IN ('surface', 'superficial', "
        "'intermediate', 'deep')), x REAL NOT NULL, y REAL NOT NULL, muscle TEXT NOT NULL, "
        "muscle_name TEXT NOT NULL, side TEXT NOT NULL CHECK (\"side\" IN ('right', 'left', "
        "'midline', 'both', 'unstated')), atlas_version INTEGER NOT NULL, spinal_level TEXT NOT "
        'NULL, diameter_mm REAL, length_mm REAL, depth_mm REAL, technique TEXT CHECK ("technique" '
        "IN ('pistoning', 'in_situ', 'winding', 'superficial', 'periosteal', 'fanning', 'scar', "
        "'segmental', 'electrical')), retention_planned_s INTEGER, PRIMARY KEY (id), FOREIGN "
        "KEY(protocol_id) REFERENCES protocol (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE protocol_current ( id TEXT NOT NULL, protocol_id TEXT NOT NULL, first_number "
        'INTEGER NOT NULL, second_number INTEGER, pad INTEGER NOT NULL CHECK ("pad" IN (0, 1)), '
        "waveform TEXT CHECK (\"waveform\" IN ('symmetric_biphasic', 'asymmetric_biphasic', 'burst', "
        "'dense_disperse')), hz REAL, second_hz REAL, microseconds INTEGER, intensity_unit TEXT NOT "
        "NULL CHECK (\"intensity_unit\" IN ('mA', 'level')), minutes REAL, PRIMARY KEY (id), FOREIGN "
        "KEY(protocol_id) REFERENCES protocol (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE patient ( id TEXT NOT NULL, clinic_id TEXT NOT NULL, record_number TEXT NOT "
        "NULL, given_name TEXT NOT NULL, family_name TEXT NOT NULL, preferred_name TEXT NOT NULL, "
        "birth_date TEXT, sex TEXT NOT NULL CHECK (\"sex\" IN ('female', 'male', 'intersex', "
        "'unstated')), pronouns TEXT NOT NULL, figure TEXT NOT NULL CHECK (\"figure\" IN ('female', "
        "'male', 'neutral')), phone TEXT NOT NULL, email TEXT NOT NULL, address TEXT NOT NULL, "
        "emergency_name TEXT NOT NULL, emergency_phone TEXT NOT NULL, referrer TEXT NOT NULL, "
        "referrer_contact TEXT NOT NULL, comfort_plan TEXT NOT NULL, comfort_position TEXT CHECK "
        "(\"comfort_position\" IN ('prone', 'supine', 'right_side_lying', 'left_side_lying', "
        "'hook_lying', 'sitting')), told_before_needle INTEGER CHECK (\"told_before_needle\" IN (0, "
        "1)), companion TEXT NOT NULL, stop_word TEXT NOT NULL, measure_set TEXT NOT NULL, note "
        'TEXT NOT NULL, archived INTEGER NOT NULL CHECK ("archived" IN (0, 1)), merged_into TEXT '
        "NOT NULL, filled_from TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(clinic_id) REFERENCES "
        "clinic (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE alert ( id TEXT NOT NULL, patient_id TEXT NOT NULL, text TEXT NOT NULL, level "
        "TEXT NOT NULL CHECK (\"level\" IN ('absolute', 'relative', 'note')), screening_item TEXT NOT "
        "NULL, from_visit TEXT NOT NULL, region TEXT NOT NULL, since TEXT, resolved TEXT, comment "
        "TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(patient_id) REFERENCES patient (id) "
        "DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE episode ( id TEXT NOT NULL, patient_id TEXT NOT NULL, title TEXT NOT NULL, "
        "started TEXT NOT NULL, ended TEXT, outcome TEXT NOT NULL, plan_of_care TEXT NOT NULL, "
        "PRIMARY KEY (id), FOREIGN KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY "
        "DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE indication ( id TEXT NOT NULL, patient_id TEXT NOT NULL, episode_id TEXT NOT "
        'NULL, code TEXT NOT NULL, title TEXT NOT NULL, side TEXT NOT NULL CHECK ("side" IN '
        "('right', 'left', 'midline', 'both', 'unstated')), since TEXT, \"order\" INTEGER NOT NULL, "
        "PRIMARY KEY (id), FOREIGN KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY "
        "DEFERRED, FOREIGN KEY(episode_id) REFERENCES episode (id) DEFERRABLE INITIALLY DEFERRED ) "
        "STRICT"
    ),
    (
        "CREATE TABLE goal ( id TEXT NOT NULL, patient_id TEXT NOT NULL, episode_id TEXT NOT NULL, "
        "text TEXT NOT NULL, baseline TEXT NOT NULL, target TEXT NOT NULL, now TEXT NOT NULL, "
        'start_ability REAL, start_not_stated INTEGER NOT NULL CHECK ("start_not_stated" IN (0, '
        '1)), ability REAL, ability_not_stated INTEGER NOT NULL CHECK ("ability_not_stated" IN (0, '
        '1)), rung INTEGER NOT NULL, may_print INTEGER NOT NULL CHECK ("may_print" IN (0, 1)), met '
        'TEXT, dropped TEXT, "order" INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN KEY(patient_id) '
        "REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(episode_id) REFERENCES "
        "episode (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE visit ( id TEXT NOT NULL, patient_id TEXT NOT NULL, episode_id TEXT NOT NULL, "
        "clinician_id TEXT NOT NULL, clinician_name TEXT NOT NULL, number INTEGER NOT NULL, started "
        'TEXT NOT NULL, entered TEXT NOT NULL, ended TEXT, status TEXT NOT NULL CHECK ("status" IN '
        "('draft', 'signed')), cosigner_id TEXT NOT NULL, taken_over TEXT NOT NULL, cosigner_name "
        "TEXT NOT NULL, reason TEXT NOT NULL, since_last TEXT CHECK (\"since_last\" IN ('better', "
        "'same', 'worse')), soreness_lasted TEXT NOT NULL, patient_words TEXT NOT NULL, worse_with "
        "TEXT NOT NULL, symptom_free TEXT NOT NULL, screening_reviewed INTEGER NOT NULL CHECK "
        "(\"screening_reviewed\" IN (0, 1)), position TEXT CHECK (\"position\" IN ('prone', 'supine', "
        "'right_side_lying', 'left_side_lying', 'hook_lying', 'sitting')), skin_preparation TEXT "
        'NOT NULL, gloves INTEGER CHECK ("gloves" IN (0, 1)), needles_out INTEGER, needles_out_at '
        "TEXT, needles_reason TEXT NOT NULL, packs_opened INTEGER, sharps_disposed INTEGER CHECK "
        "(\"sharps_disposed\" IN (0, 1)), tolerance TEXT CHECK (\"tolerance\" IN ('well', 'fairly', "
        "'poorly')), no_adverse_event INTEGER NOT NULL CHECK (\"no_adverse_event\" IN (0, 1)), "
        "no_needling_reason TEXT NOT NULL, stopped_at TEXT, stopped_reason TEXT NOT NULL, "
        "alert_reasons TEXT NOT NULL, plan_note TEXT NOT NULL, next_visit TEXT, next_visit_words "
        "TEXT NOT NULL, next_needling TEXT CHECK (\"next_needling\" IN ('same_sites', 'fewer', "
        "'decide_then', 'stop')), strengthening TEXT CHECK (\"strengthening\" IN ('not_yet', 'start', "
        "'progress', 'hold')), strengthening_of TEXT NOT NULL, home_programme TEXT NOT NULL, "
        "home_frequency TEXT NOT NULL, minutes INTEGER, billing_code TEXT NOT NULL, units INTEGER, "
        'subjective TEXT NOT NULL, subjective_edited INTEGER NOT NULL CHECK ("subjective_edited" IN '
        "(0, 1)), objective TEXT NOT NULL, objective_edited INTEGER NOT NULL CHECK "
        '("objective_edited" IN (0, 1)), assessment TEXT NOT NULL, assessment_edited INTEGER NOT '
        'NULL CHECK ("assessment_edited" IN (0, 1)), "plan" TEXT NOT NULL, plan_edited INTEGER NOT '
        'NULL CHECK ("plan_edited" IN (0, 1)), copied TEXT NOT NULL, PRIMARY KEY (id), FOREIGN '
        "KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(episode_id) REFERENCES episode (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE place ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT NULL, "
        "step TEXT NOT NULL CHECK (\"step\" IN ('check_in', 'before', 'needling', 'after', "
        "'follow_on', 'plan', 'review')), \"view\" TEXT NOT NULL CHECK (\"view\" IN ('front', 'back', "
        "'left', 'right', 'pelvic_floor')), layer TEXT NOT NULL CHECK (\"layer\" IN ('surface', "
        "'superficial', 'intermediate', 'deep')), site_id TEXT NOT NULL, last_change TEXT NOT NULL, "
        "clock TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(patient_id) REFERENCES patient (id) ON "
        "DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(visit_id) REFERENCES visit (id) "
        "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE screening_answer ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT "
        "NOT NULL, item TEXT NOT NULL, item_text TEXT NOT NULL, answer TEXT NOT NULL CHECK "
        "(\"answer\" IN ('yes', 'no', 'not_asked')), comment TEXT NOT NULL, action TEXT NOT NULL, "
        "detail TEXT NOT NULL, weeks INTEGER, weeks_not_stated INTEGER NOT NULL CHECK "
        '("weeks_not_stated" IN (0, 1)), day TEXT, day_not_stated INTEGER NOT NULL CHECK '
        '("day_not_stated" IN (0, 1)), lab_value REAL, lab_name TEXT NOT NULL, unchanged INTEGER '
        'NOT NULL CHECK ("unchanged" IN (0, 1)), PRIMARY KEY (id), FOREIGN KEY(patient_id) '
        "REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(visit_id) REFERENCES "
        "visit (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE consent ( id TEXT NOT NULL, patient_id TEXT NOT NULL, kind TEXT NOT NULL "
        "CHECK (\"kind\" IN ('written', 'verbal', 'pelvic_floor')), agreement TEXT NOT NULL CHECK "
        "(\"agreement\" IN ('agreed', 'declined', 'not_pelvic_floor')), given_at TEXT NOT NULL, "
        "visit_id TEXT, form_version TEXT NOT NULL, form_text TEXT NOT NULL, letterhead TEXT NOT "
        "NULL, patient_name TEXT NOT NULL, patient_born TEXT, patient_number TEXT NOT NULL, signer "
        "TEXT NOT NULL, signer_role TEXT NOT NULL, clinician_name TEXT NOT NULL, strokes TEXT NOT "
        'NULL, copy_given INTEGER CHECK ("copy_given" IN (0, 1)), chaperone TEXT CHECK ("chaperone" '
        "IN ('not_offered', 'declined', 'present')), chaperone_name TEXT NOT NULL, scope TEXT NOT "
        "NULL, withdrawn_at TEXT, withdrawn_why TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY "
        "(id), FOREIGN KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, "
        "FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE trigger_point ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT "
        "NULL, number INTEGER NOT NULL, \"view\" TEXT NOT NULL CHECK (\"view\" IN ('front', 'back', "
        "'left', 'right', 'pelvic_floor')), layer TEXT NOT NULL CHECK (\"layer\" IN ('surface', "
        "'superficial', 'intermediate', 'deep')), x REAL NOT NULL, y REAL NOT NULL, muscle TEXT NOT "
        "NULL, muscle_name TEXT NOT NULL, side TEXT NOT NULL CHECK (\"side\" IN ('right', 'left', "
        "'midline', 'both', 'unstated')), atlas_version INTEGER NOT NULL, spinal_level TEXT NOT "
        "NULL, kind TEXT CHECK (\"kind\" IN ('active', 'latent', 'none')), taut_band TEXT CHECK "
        "(\"taut_band\" IN ('present', 'absent')), tenderness REAL, referral TEXT NOT NULL, jump_sign "
        "TEXT CHECK (\"jump_sign\" IN ('present', 'absent')), not_needled TEXT NOT NULL, carried_from "
        "TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(patient_id) REFERENCES "
        "patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(visit_id) REFERENCES visit (id) "
        "DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE needling ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT "
        'NULL, trigger_point_id TEXT NOT NULL, "order" INTEGER NOT NULL, state TEXT NOT NULL CHECK '
        "(\"state\" IN ('planned', 'in', 'out', 'discarded')), carried INTEGER NOT NULL CHECK "
        '("carried" IN (0, 1)), diameter_mm REAL, length_mm REAL, maker TEXT NOT NULL, product TEXT '
        "NOT NULL, lot TEXT NOT NULL, expiry TEXT, insertions INTEGER, passes INTEGER, depth_mm "
        "REAL, tissue TEXT CHECK (\"tissue\" IN ('skin', 'fascia', 'muscle', 'bone')), direction TEXT "
        "NOT NULL, technique TEXT CHECK (\"technique\" IN ('pistoning', 'in_situ', 'winding', "
        "'superficial', 'periosteal', 'fanning', 'scar', 'segmental', 'electrical')), "
        "response_sought TEXT NOT NULL, twitch TEXT CHECK (\"twitch\" IN ('none', 'one', 'several', "
        "'strong')), twitch_count INTEGER, response_obtained TEXT NOT NULL, pain TEXT CHECK (\"pain\" "
        "IN ('none', 'local', 'referred')), referred_to TEXT NOT NULL, familiar INTEGER CHECK "
        '("familiar" IN (0, 1)), retention_planned_s INTEGER, retention_s INTEGER, clock_started '
        "TEXT, in_at TEXT, out_at TEXT, guidance TEXT CHECK (\"guidance\" IN ('palpation', "
        "'ultrasound', 'internal_finger')), tolerance TEXT CHECK (\"tolerance\" IN ('well', 'fairly', "
        "'poorly')), bleeding INTEGER CHECK (\"bleeding\" IN (0, 1)), pressure_s INTEGER, fate TEXT "
        "NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (id), FOREIGN "
        "KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(trigger_point_id) REFERENCES trigger_point (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE stimulation ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT "
        "NULL, first_point_id TEXT NOT NULL, second_point_id TEXT, pad INTEGER NOT NULL CHECK "
        '("pad" IN (0, 1)), carried INTEGER NOT NULL CHECK ("carried" IN (0, 1)), polarity TEXT NOT '
        "NULL, waveform TEXT CHECK (\"waveform\" IN ('symmetric_biphasic', 'asymmetric_biphasic', "
        "'burst', 'dense_disperse')), hz REAL, second_hz REAL, microseconds INTEGER, intensity "
        "REAL, intensity_unit TEXT NOT NULL CHECK (\"intensity_unit\" IN ('mA', 'level')), perceived "
        "TEXT CHECK (\"perceived\" IN ('none', 'tingling', 'visible_twitch', 'strong', 'painful')), "
        "minutes REAL, device TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (id), FOREIGN "
        "KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(first_point_id) REFERENCES trigger_point (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(second_point_id) REFERENCES trigger_point (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE symptom_area ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT "
        "NULL, phase TEXT NOT NULL CHECK (\"phase\" IN ('before', 'after', 'follow_up')), \"view\" TEXT "
        "NOT NULL CHECK (\"view\" IN ('front', 'back', 'left', 'right', 'pelvic_floor')), outline "
        "TEXT NOT NULL, side TEXT NOT NULL CHECK (\"side\" IN ('right', 'left', 'midline', 'both', "
        "'unstated')), region TEXT NOT NULL, percent REAL, quality TEXT NOT NULL, intensity REAL, "
        'intensity_not_stated INTEGER NOT NULL CHECK ("intensity_not_stated" IN (0, 1)), '
        "atlas_version INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (id), FOREIGN "
        "KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE measurement ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT "
        "NULL, measure TEXT NOT NULL, measure_name TEXT NOT NULL, phase TEXT NOT NULL CHECK "
        "(\"phase\" IN ('before', 'after', 'follow_up')), unit TEXT NOT NULL, side TEXT NOT NULL "
        "CHECK (\"side\" IN ('right', 'left', 'midline', 'both', 'unstated')), value REAL, text TEXT "
        "NOT NULL, state TEXT NOT NULL CHECK (\"state\" IN ('measured', 'not_done', 'not_stated', "
        "'declined', 'change')), taken_at TEXT, \"order\" INTEGER NOT NULL, note TEXT NOT NULL, doubt "
        "TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(patient_id) REFERENCES patient (id) "
        "DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE "
        "INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE follow_on ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT "
        "NULL, kind TEXT NOT NULL CHECK (\"kind\" IN ('guided_movement', 'retraining', "
        "'manual_therapy', 'strengthening', 'home_programme', 'none_given')), what TEXT NOT NULL, "
        "exercise TEXT NOT NULL, dose TEXT NOT NULL, side TEXT NOT NULL CHECK (\"side\" IN ('right', "
        "'left', 'midline', 'both', 'unstated')), progression TEXT CHECK (\"progression\" IN "
        "('easier', 'same', 'harder')), \"order\" INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY "
        "(id), FOREIGN KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, "
        "FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE aftercare ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT "
        "NULL, told TEXT NOT NULL, texts TEXT NOT NULL, how TEXT NOT NULL, handout TEXT CHECK "
        "(\"handout\" IN ('printed', 'saved', 'not_wanted')), soreness_check TEXT CHECK "
        "(\"soreness_check\" IN ('call', 'next_visit', 'none')), sheet TEXT NOT NULL, note TEXT NOT "
        "NULL, PRIMARY KEY (id), FOREIGN KEY(patient_id) REFERENCES patient (id) DEFERRABLE "
        "INITIALLY DEFERRED, FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY "
        "DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE goal_review ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT "
        'NULL, goal_id TEXT NOT NULL, goal_text TEXT NOT NULL, change TEXT CHECK ("change" IN '
        "('further', 'no_change', 'nearer', 'met')), now TEXT NOT NULL, ability REAL, "
        'ability_not_stated INTEGER NOT NULL CHECK ("ability_not_stated" IN (0, 1)), PRIMARY KEY '
        "(id), FOREIGN KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, "
        "FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(goal_id) REFERENCES goal (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE follow_up ( id TEXT NOT NULL, patient_id TEXT NOT NULL, episode_id TEXT NOT "
        "NULL, about_visit_id TEXT NOT NULL, due_from TEXT NOT NULL, due_to TEXT NOT NULL, way TEXT "
        "NOT NULL CHECK (\"way\" IN ('call', 'next_visit', 'none')), done_at TEXT, soreness TEXT "
        "CHECK (\"soreness\" IN ('none', 'mild', 'moderate', 'severe', 'no_reply')), lasted_hours "
        "REAL, clinician_id TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (id), FOREIGN "
        "KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(episode_id) REFERENCES episode (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(about_visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE adverse_event ( id TEXT NOT NULL, patient_id TEXT NOT NULL, episode_id TEXT "
        "NOT NULL, about_visit_id TEXT NOT NULL, kind TEXT NOT NULL, kind_text TEXT NOT NULL, "
        "severity TEXT NOT NULL CHECK (\"severity\" IN ('mild', 'significant', 'serious')), visit_id "
        "TEXT, trigger_point_id TEXT, onset TEXT, onset_words TEXT NOT NULL, duration TEXT NOT "
        "NULL, action TEXT NOT NULL, outcome TEXT NOT NULL, referred_to TEXT NOT NULL, reported_to "
        "TEXT NOT NULL, cause TEXT NOT NULL, report_made_at TEXT, recorded_at TEXT, note TEXT NOT "
        "NULL, PRIMARY KEY (id), FOREIGN KEY(patient_id) REFERENCES patient (id) DEFERRABLE "
        "INITIALLY DEFERRED, FOREIGN KEY(episode_id) REFERENCES episode (id) DEFERRABLE INITIALLY "
        "DEFERRED, FOREIGN KEY(about_visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED, "
        "FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(trigger_point_id) REFERENCES trigger_point (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE event_review ( id TEXT NOT NULL, patient_id TEXT NOT NULL, visit_id TEXT NOT "
        "NULL, outcome TEXT NOT NULL CHECK (\"outcome\" IN ('nothing_new', 'resolved', 'better', "
        "'same', 'worse')), event_id TEXT, event_text TEXT NOT NULL, note TEXT NOT NULL, PRIMARY "
        "KEY (id), FOREIGN KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, "
        "FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(event_id) REFERENCES adverse_event (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE addendum ( id TEXT NOT NULL, patient_id TEXT NOT NULL, episode_id TEXT NOT "
        "NULL, about_visit_id TEXT NOT NULL, author_id TEXT NOT NULL, author_name TEXT NOT NULL, "
        "written_at TEXT NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL, cosignature INTEGER "
        'NOT NULL CHECK ("cosignature" IN (0, 1)), PRIMARY KEY (id), FOREIGN KEY(patient_id) '
        "REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(episode_id) REFERENCES "
        "episode (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(about_visit_id) REFERENCES visit "
        "(id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE seal ( id TEXT NOT NULL, patient_id TEXT NOT NULL, about_visit_id TEXT NOT "
        "NULL, kind TEXT NOT NULL CHECK (\"kind\" IN ('visit', 'addendum', 'follow_up', "
        "'adverse_event')), subject_id TEXT NOT NULL, canonical TEXT NOT NULL, digest TEXT NOT "
        "NULL, signature TEXT NOT NULL, certificate TEXT NOT NULL, signer_id TEXT NOT NULL, "
        "signer_name TEXT NOT NULL, signed_at TEXT NOT NULL, form_version INTEGER NOT NULL, "
        "audit_sequence INTEGER NOT NULL, audit_head TEXT NOT NULL, PRIMARY KEY (id), FOREIGN "
        "KEY(patient_id) REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN "
        "KEY(about_visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED ) STRICT"
    ),
    (
        "CREATE TABLE audit_entry ( id TEXT NOT NULL, sequence INTEGER NOT NULL, at TEXT NOT NULL, "
        "clinician_id TEXT NOT NULL, action TEXT NOT NULL CHECK (\"action\" IN ('created', 'put', "
        "'removed', 'signed', 'read', 'exported', 'printed', 'imported', 'unlocked', "
        "'unlock_failed', 'locked', 'backed_up', 'restored', 'migrated', 'checked', "
        "'passphrase_changed', 'setting', 'taken_over', 'refused', 'key_changed', 'verified', "
        "'clock')), record_kind TEXT NOT NULL, record_id TEXT NOT NULL, patient_id TEXT NOT NULL, "
        "changed TEXT NOT NULL, digest TEXT NOT NULL, detail TEXT NOT NULL, previous TEXT NOT NULL, "
        "hash TEXT NOT NULL, PRIMARY KEY (id) ) STRICT"
    ),
    "CREATE INDEX clinician_clinic_id ON clinician (clinic_id)",
    "CREATE INDEX needle_type_clinic_id ON needle_type (clinic_id)",
    "CREATE INDEX phrase_clinic_id ON phrase (clinic_id)",
    "CREATE INDEX catalogue_row_clinic_id ON catalogue_row (clinic_id)",
    "CREATE INDEX protocol_clinic_id ON protocol (clinic_id)",
    "CREATE INDEX protocol_point_muscle ON protocol_point (muscle)",
    "CREATE INDEX protocol_point_protocol_id ON protocol_point (protocol_id)",
    "CREATE INDEX protocol_current_protocol_id ON protocol_current (protocol_id)",
    "CREATE INDEX patient_clinic_id ON patient (clinic_id)",
    "CREATE INDEX patient_family_name ON patient (family_name)",
    "CREATE INDEX patient_merged_into ON patient (merged_into)",
    ("CREATE UNIQUE INDEX patient_one_clinic_id_record_number ON patient (clinic_id, record_number)"),
    "CREATE INDEX alert_patient_id ON alert (patient_id)",
    "CREATE INDEX episode_patient_id ON episode (patient_id)",
    "CREATE INDEX episode_started ON episode (started)",
    "CREATE INDEX indication_episode_id ON indication (episode_id)",
    "CREATE INDEX indication_patient_id ON indication (patient_id)",
    "CREATE INDEX goal_episode_id ON goal (episode_id)",
    "CREATE INDEX goal_patient_id ON goal (patient_id)",
    "CREATE INDEX visit_episode_id ON visit (episode_id)",
    "CREATE INDEX visit_patient_id ON visit (patient_id)",
    "CREATE INDEX visit_started ON visit (started)",
    "CREATE INDEX visit_status ON visit (status)",
    "CREATE INDEX place_patient_id ON place (patient_id)",
    "CREATE INDEX place_visit_id ON place (visit_id)",
    "CREATE INDEX screening_answer_patient_id ON screening_answer (patient_id)",
    "CREATE INDEX screening_answer_visit_id ON screening_answer (visit_id)",
    "CREATE INDEX consent_patient_id ON consent (patient_id)",
    "CREATE INDEX consent_visit_id ON consent (visit_id)",
    "CREATE INDEX trigger_point_muscle ON trigger_point (muscle)",
    "CREATE INDEX trigger_point_patient_id ON trigger_point (patient_id)",
    "CREATE INDEX trigger_point_visit_id ON trigger_point (visit_id)",
    "CREATE INDEX needling_patient_id ON needling (patient_id)",
    "CREATE INDEX needling_trigger_point_id ON needling (trigger_point_id)",
    "CREATE INDEX needling_visit_id ON needling (visit_id)",
    "CREATE INDEX stimulation_first_point_id ON stimulation (first_point_id)",
    "CREATE INDEX stimulation_patient_id ON stimulation (patient_id)",
    "CREATE INDEX stimulation_second_point_id ON stimulation (second_point_id)",
    "CREATE INDEX stimulation_visit_id ON stimulation (visit_id)",
    "CREATE INDEX symptom_area_patient_id ON symptom_area (patient_id)",
    "CREATE INDEX symptom_area_visit_id ON symptom_area (visit_id)",
    "CREATE INDEX measurement_patient_id ON measurement (patient_id)",
    "CREATE INDEX measurement_visit_id ON measurement (visit_id)",
    "CREATE INDEX follow_on_patient_id ON follow_on (patient_id)",
    "CREATE INDEX follow_on_visit_id ON follow_on (visit_id)",
    "CREATE INDEX aftercare_patient_id ON aftercare (patient_id)",
    "CREATE INDEX aftercare_visit_id ON aftercare (visit_id)",
    "CREATE INDEX goal_review_goal_id ON goal_review (goal_id)",
    "CREATE INDEX goal_review_patient_id ON goal_review (patient_id)",
    "CREATE INDEX goal_review_visit_id ON goal_review (visit_id)",
    "CREATE INDEX follow_up_about_visit_id ON follow_up (about_visit_id)",
    "CREATE INDEX follow_up_due_from ON follow_up (due_from)",
    "CREATE INDEX follow_up_episode_id ON follow_up (episode_id)",
    "CREATE INDEX follow_up_patient_id ON follow_up (patient_id)",
    "CREATE INDEX adverse_event_about_visit_id ON adverse_event (about_visit_id)",
    "CREATE INDEX adverse_event_episode_id ON adverse_event (episode_id)",
    "CREATE INDEX adverse_event_patient_id ON adverse_event (patient_id)",
    "CREATE INDEX adverse_event_trigger_point_id ON adverse_event (trigger_point_id)",
    "CREATE INDEX adverse_event_visit_id ON adverse_event (visit_id)",
    "CREATE INDEX event_review_event_id ON event_review (event_id)",
    "CREATE INDEX event_review_patient_id ON event_review (patient_id)",
    "CREATE INDEX event_review_visit_id ON event_review (visit_id)",
    "CREATE INDEX addendum_about_visit_id ON addendum (about_visit_id)",
    "CREATE INDEX addendum_episode_id ON addendum (episode_id)",
    "CREATE INDEX addendum_patient_id ON addendum (patient_id)",
    "CREATE INDEX seal_about_visit_id ON seal (about_visit_id)",
    "CREATE UNIQUE INDEX seal_one_per_visit ON seal (about_visit_id) WHERE kind = 'visit'",
    "CREATE UNIQUE INDEX seal_one_subject ON seal (kind, subject_id)",
    "CREATE INDEX seal_patient_id ON seal (patient_id)",
    "CREATE UNIQUE INDEX audit_entry_one_sequence ON audit_entry (sequence)",
    "CREATE INDEX audit_entry_patient_id ON audit_entry (patient_id)",
    "CREATE INDEX audit_entry_record_id ON audit_entry (record_id)",
    (
        "CREATE TRIGGER visit_signed_insert BEFORE INSERT ON visit WHEN EXISTS (SELECT 1 FROM seal "
        "WHERE kind = 'visit' AND about_visit_id = NEW.id) BEGIN SELECT RAISE(ABORT, 'needlechart: "
        "the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER visit_signed_update BEFORE UPDATE ON visit WHEN EXISTS (SELECT 1 FROM seal "
        "WHERE kind = 'visit' AND about_visit_id = OLD.id) OR EXISTS (SELECT 1 FROM seal WHERE kind "
        "= 'visit' AND about_visit_id = NEW.id) BEGIN SELECT RAISE(ABORT, 'needlechart: the visit "
        "is signed'); END"
    ),
    (
        "CREATE TRIGGER visit_signed_delete BEFORE DELETE ON visit WHEN EXISTS (SELECT 1 FROM seal "
        "WHERE kind = 'visit' AND about_visit_id = OLD.id) BEGIN SELECT RAISE(ABORT, 'needlechart: "
        "the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER screening_answer_signed_insert BEFORE INSERT ON screening_answer WHEN "
        "EXISTS (SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN "
        "SELECT RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER screening_answer_signed_update BEFORE UPDATE ON screening_answer WHEN "
        "EXISTS (SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR "
        "EXISTS (SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN "
        "SELECT RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER screening_answer_signed_delete BEFORE DELETE ON screening_answer WHEN "
        "EXISTS (SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN "
        "SELECT RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER consent_signed_insert BEFORE INSERT ON consent WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER consent_signed_update BEFORE UPDATE ON consent WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS (SELECT 1 FROM seal "
        "WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER consent_signed_delete BEFORE DELETE ON consent WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER trigger_point_signed_insert BEFORE INSERT ON trigger_point WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER trigger_point_signed_update BEFORE UPDATE ON trigger_point WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER trigger_point_signed_delete BEFORE DELETE ON trigger_point WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER needling_signed_insert BEFORE INSERT ON needling WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER needling_signed_update BEFORE UPDATE ON needling WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS (SELECT 1 FROM seal "
        "WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER needling_signed_delete BEFORE DELETE ON needling WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER stimulation_signed_insert BEFORE INSERT ON stimulation WHEN EXISTS (SELECT "
        "1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER stimulation_signed_update BEFORE UPDATE ON stimulation WHEN EXISTS (SELECT "
        "1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER stimulation_signed_delete BEFORE DELETE ON stimulation WHEN EXISTS (SELECT "
        "1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER symptom_area_signed_insert BEFORE INSERT ON symptom_area WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER symptom_area_signed_update BEFORE UPDATE ON symptom_area WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER symptom_area_signed_delete BEFORE DELETE ON symptom_area WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER measurement_signed_insert BEFORE INSERT ON measurement WHEN EXISTS (SELECT "
        "1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER measurement_signed_update BEFORE UPDATE ON measurement WHEN EXISTS (SELECT "
        "1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER measurement_signed_delete BEFORE DELETE ON measurement WHEN EXISTS (SELECT "
        "1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER follow_on_signed_insert BEFORE INSERT ON follow_on WHEN EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER follow_on_signed_update BEFORE UPDATE ON follow_on WHEN EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER follow_on_signed_delete BEFORE DELETE ON follow_on WHEN EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER aftercare_signed_insert BEFORE INSERT ON aftercare WHEN EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER aftercare_signed_update BEFORE UPDATE ON aftercare WHEN EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER aftercare_signed_delete BEFORE DELETE ON aftercare WHEN EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER goal_review_signed_insert BEFORE INSERT ON goal_review WHEN EXISTS (SELECT "
        "1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER goal_review_signed_update BEFORE UPDATE ON goal_review WHEN EXISTS (SELECT "
        "1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER goal_review_signed_delete BEFORE DELETE ON goal_review WHEN EXISTS (SELECT "
        "1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER adverse_event_signed_insert BEFORE INSERT ON adverse_event WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER adverse_event_signed_update BEFORE UPDATE ON adverse_event WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER adverse_event_signed_delete BEFORE DELETE ON adverse_event WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER event_review_signed_insert BEFORE INSERT ON event_review WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER event_review_signed_update BEFORE UPDATE ON event_review WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) OR EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = NEW.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER event_review_signed_delete BEFORE DELETE ON event_review WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = OLD.visit_id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: the visit is signed'); END"
    ),
    (
        "CREATE TRIGGER follow_up_sealed_update BEFORE UPDATE ON follow_up WHEN EXISTS (SELECT 1 "
        "FROM seal WHERE kind <> 'visit' AND subject_id = OLD.id) OR EXISTS (SELECT 1 FROM seal "
        "WHERE kind <> 'visit' AND subject_id = NEW.id) BEGIN SELECT RAISE(ABORT, 'needlechart: "
        "this record is sealed'); END"
    ),
    (
        "CREATE TRIGGER follow_up_sealed_delete BEFORE DELETE ON follow_up WHEN EXISTS (SELECT 1 "
        "FROM seal WHERE kind <> 'visit' AND subject_id = OLD.id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: this record is sealed'); END"
    ),
    (
        "CREATE TRIGGER adverse_event_sealed_update BEFORE UPDATE ON adverse_event WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind <> 'visit' AND subject_id = OLD.id) OR EXISTS (SELECT 1 "
        "FROM seal WHERE kind <> 'visit' AND subject_id = NEW.id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: this record is sealed'); END"
    ),
    (
        "CREATE TRIGGER adverse_event_sealed_delete BEFORE DELETE ON adverse_event WHEN EXISTS "
        "(SELECT 1 FROM seal WHERE kind <> 'visit' AND subject_id = OLD.id) BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: this record is sealed'); END"
    ),
    (
        "CREATE TRIGGER addendum_sealed_update BEFORE UPDATE ON addendum WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind <> 'visit' AND subject_id = OLD.id) OR EXISTS (SELECT 1 FROM seal WHERE "
        "kind <> 'visit' AND subject_id = NEW.id) BEGIN SELECT RAISE(ABORT, 'needlechart: this "
        "record is sealed'); END"
    ),
    (
        "CREATE TRIGGER addendum_sealed_delete BEFORE DELETE ON addendum WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind <> 'visit' AND subject_id = OLD.id) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: this record is sealed'); END"
    ),
    (
        "CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, "
        "'needlechart: this record is kept for good'); END"
    ),
    (
        "CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, "
        "'needlechart: this record is kept for good'); END"
    ),
    (
        "CREATE TRIGGER addendum_no_update BEFORE UPDATE ON addendum BEGIN SELECT RAISE(ABORT, "
        "'needlechart: this record is kept for good'); END"
    ),
    (
        "CREATE TRIGGER addendum_no_delete BEFORE DELETE ON addendum BEGIN SELECT RAISE(ABORT, "
        "'needlechart: this record is kept for good'); END"
    ),
    (
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: this record is kept for good'); END"
    ),
    (
        "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT "
        "RAISE(ABORT, 'needlechart: this record is kept for good'); END"
    ),
    (
        "CREATE TRIGGER patient_shown_delete BEFORE DELETE ON patient WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND instr(canonical, '\"id\":\"' || OLD.id || '\"') > 0 AND "
        "patient_id IN (SELECT id FROM patient WHERE id = OLD.id OR merged_into = OLD.id OR id = "
        "(SELECT merged_into FROM patient WHERE id = OLD.id))) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: a signed visit shows this record'); END"
    ),
    (
        "CREATE TRIGGER alert_shown_delete BEFORE DELETE ON alert WHEN EXISTS (SELECT 1 FROM seal "
        "WHERE kind = 'visit' AND instr(canonical, '\"id\":\"' || OLD.id || '\"') > 0 AND patient_id IN "
        "(SELECT id FROM patient WHERE id = OLD.patient_id OR merged_into = OLD.patient_id OR id = "
        "(SELECT merged_into FROM patient WHERE id = OLD.patient_id))) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: a signed visit shows this record'); END"
    ),
    (
        "CREATE TRIGGER episode_shown_delete BEFORE DELETE ON episode WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND instr(canonical, '\"id\":\"' || OLD.id || '\"') > 0 AND "
        "patient_id IN (SELECT id FROM patient WHERE id = OLD.patient_id OR merged_into = "
        "OLD.patient_id OR id = (SELECT merged_into FROM patient WHERE id = OLD.patient_id))) BEGIN "
        "SELECT RAISE(ABORT, 'needlechart: a signed visit shows this record'); END"
    ),
    (
        "CREATE TRIGGER indication_shown_delete BEFORE DELETE ON indication WHEN EXISTS (SELECT 1 "
        "FROM seal WHERE kind = 'visit' AND instr(canonical, '\"id\":\"' || OLD.id || '\"') > 0 AND "
        "patient_id IN (SELECT id FROM patient WHERE id = OLD.patient_id OR merged_into = "
        "OLD.patient_id OR id = (SELECT merged_into FROM patient WHERE id = OLD.patient_id))) BEGIN "
        "SELECT RAISE(ABORT, 'needlechart: a signed visit shows this record'); END"
    ),
    (
        "CREATE TRIGGER goal_shown_delete BEFORE DELETE ON goal WHEN EXISTS (SELECT 1 FROM seal "
        "WHERE kind = 'visit' AND instr(canonical, '\"id\":\"' || OLD.id || '\"') > 0 AND patient_id IN "
        "(SELECT id FROM patient WHERE id = OLD.patient_id OR merged_into = OLD.patient_id OR id = "
        "(SELECT merged_into FROM patient WHERE id = OLD.patient_id))) BEGIN SELECT RAISE(ABORT, "
        "'needlechart: a signed visit shows this record'); END"
    ),
    (
        "CREATE TRIGGER consent_shown_delete BEFORE DELETE ON consent WHEN EXISTS (SELECT 1 FROM "
        "seal WHERE kind = 'visit' AND instr(canonical, '\"id\":\"' || OLD.id || '\"') > 0 AND "
        "patient_id IN (SELECT id FROM patient WHERE id = OLD.patient_id OR merged_into = "
        "OLD.patient_id OR id = (SELECT merged_into FROM patient WHERE id = OLD.patient_id))) BEGIN "
        "SELECT RAISE(ABORT, 'needlechart: a signed visit shows this record'); END"
    ),
    (
        "CREATE TRIGGER consent_form_update BEFORE UPDATE ON consent WHEN (OLD.strokes <> '[]' OR "
        "OLD.form_text <> '') AND (NEW.patient_id IS NOT OLD.patient_id OR NEW.kind IS NOT OLD.kind "
        "OR NEW.agreement IS NOT OLD.agreement OR NEW.given_at IS NOT OLD.given_at OR "
        "NEW.form_version IS NOT OLD.form_version OR NEW.form_text IS NOT OLD.form_text OR "
        "NEW.letterhead IS NOT OLD.letterhead OR NEW.patient_name IS NOT OLD.patient_name OR "
        "NEW.patient_born IS NOT OLD.patient_born OR NEW.patient_number IS NOT OLD.patient_number "
        "OR NEW.signer IS NOT OLD.signer OR NEW.signer_role IS NOT OLD.signer_role OR "
        "NEW.clinician_name IS NOT OLD.clinician_name OR NEW.strokes IS NOT OLD.strokes) BEGIN "
        "SELECT RAISE(ABORT, 'needlechart: a signed form does not change'); END"
    ),
    (
        "CREATE TRIGGER seal_of_signed_visit BEFORE INSERT ON seal WHEN NEW.kind = 'visit' AND NOT "
        "EXISTS (SELECT 1 FROM visit WHERE id = NEW.about_visit_id AND status = 'signed') BEGIN "
        "SELECT RAISE(ABORT, 'needlechart: the visit of this seal is not signed'); END"
    ),
)
