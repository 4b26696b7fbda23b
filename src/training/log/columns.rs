//! What the columns of a log are called, here and elsewhere.

use crate::sheet::{Column, Form};

pub(super) const CKC: &str = "ckc";
pub(super) const LEARNER: &str = "learner";
pub(super) const TRAINING: &str = "training";
pub(super) const DATE: &str = "date";
pub(super) const HOURS: &str = "hours";

/// What a log is, and what others call its columns.
pub static FORM: Form = Form {
    expected: "a log of trainings with the column ckc and, if you like, learner, training, date and hours",
    columns: &[
        Column {
            name: CKC,
            others: CKC_TITLES,
            is_needed: true,
        },
        Column {
            name: LEARNER,
            others: &[
                "learnerid",
                "learnername",
                "participant",
                "participantid",
                "participantname",
                "attendee",
                "attendeename",
                "trainee",
                "traineename",
                "student",
                "studentid",
                "studentname",
                "person",
                "personid",
                "staff",
                "staffname",
                "staffid",
                "employee",
                "employeename",
                "employeeid",
                "consultant",
                "consultantname",
            ],
            is_needed: false,
        },
        Column {
            name: TRAINING,
            others: TRAINING_TITLES,
            is_needed: false,
        },
        Column {
            name: DATE,
            others: &[
                "dateoftraining",
                "trainingdate",
                "datecompleted",
                "completiondate",
                "completedon",
                "completed",
                "datetaken",
                "dateattended",
                "coursedate",
                "sessiondate",
                "eventdate",
            ],
            is_needed: false,
        },
        Column {
            name: HOURS,
            others: HOURS_TITLES,
            is_needed: false,
        },
    ],
};

/// What others call the column of codes.
pub(crate) const CKC_TITLES: &[&str] = &[
    "ckccode",
    "ckccodes",
    "ckcitem",
    "ckcitems",
    "ckcs",
    "wvckc",
    "wvckccodes",
    "ckccompetency",
    "ckccompetencies",
    "ckcarea",
    "ckcareas",
    "ckcnumber",
    "ckcnumbers",
    "ckccontentareas",
    "corecompetencies",
    "coreknowledgeandcompetencies",
    "coreknowledgecompetencies",
];

/// What others call the title of a training.
pub(crate) const TRAINING_TITLES: &[&str] = &[
    "title",
    "trainingtitle",
    "trainingname",
    "titleoftraining",
    "nameoftraining",
    "course",
    "coursetitle",
    "coursename",
    "workshop",
    "session",
    "sessiontitle",
    "event",
    "eventtitle",
    "eventname",
];

/// What others call the hours of a training.
pub(crate) const HOURS_TITLES: &[&str] = &[
    "hour",
    "hrs",
    "contacthours",
    "contacthrs",
    "traininghours",
    "clockhours",
    "numberofhours",
    "noofhours",
    "ofhours",
    "hourscompleted",
    "hoursattended",
    "hoursearned",
    "lengthinhours",
    "durationhours",
    "durationinhours",
];
