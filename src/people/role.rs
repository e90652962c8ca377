//! What each role may do, and where: one table.

use std::fmt;

use crate::directory::catalogue::kinds;

kinds! {
    /// What a person is to the record.
    Role {
        /// Reports what their facilities hold.
        Pharmacist = "pharmacist",
        /// Answers for a facility.
        InCharge = "in_charge",
        /// Answers for the facilities and the people of an area.
        Supervisor = "supervisor",
        /// A health authority: looks at an area and broadcasts to it.
        Authority = "authority",
        /// A second officer, who approves what a first one asks for.
        Approver = "approver",
        /// Runs the service and answers for its people everywhere.
        Administrator = "administrator",
    }
}

kinds! {
    /// Whether a person works with the record.
    State {
        /// Asked to; somebody is to decide.
        Waiting = "waiting",
        /// Does.
        Active = "active",
        /// No longer, or was refused; the row stays for what they did.
        Disabled = "disabled",
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Role {
    /// Whether people of this role work at facilities; the others answer for an area.
    #[must_use]
    pub const fn works_at_facilities(self) -> bool {
        matches!(self, Self::Pharmacist | Self::InCharge)
    }

    /// These roles, as the record writes them.
    #[must_use]
    pub fn words(roles: &[Self]) -> Vec<String> {
        roles.iter().map(|role| role.as_str().to_owned()).collect()
    }

    /// The roles that may do that so far.
    #[must_use]
    pub fn with(action: Action, reach: Reach) -> Vec<Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|role| role.reach(action) == reach).collect()
    }

    /// How far this role may do that.
    #[must_use]
    pub const fn reach(self, action: Action) -> Reach {
        let [
            pharmacist,
            in_charge,
            supervisor,
            authority,
            approver,
            administrator,
        ] = table(action);
        match self {
            Self::Pharmacist => pharmacist,
            Self::InCharge => in_charge,
            Self::Supervisor => supervisor,
            Self::Authority => authority,
            Self::Approver => approver,
            Self::Administrator => administrator,
        }
    }
}

/// What may be asked of the service by somebody it must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Tell what a facility holds, got, gave out or lost.
    ReportStock,
    /// Take back a report of one's own.
    UndoReport,
    /// See what a facility holds, lacks and who waits for it.
    SeeStock,
    /// Say whether callers are shown a facility.
    ListFacility,
    /// Let somebody who registered work at a facility, or refuse.
    ApproveStaff,
    /// Ask to go on under another number.
    AskNewPhone,
    /// Let somebody go on under another number, or refuse.
    GrantNewPhone,
    /// See which facilities have not reported.
    SeeUnreported,
    /// Be told when stock runs out, rises without a receipt, or nobody reports.
    HearOfStock,
    /// Ask for a broadcast, or correct one.
    MakeBroadcast,
    /// Say yes or no to a broadcast that somebody else asked for.
    ApproveBroadcast,
    /// Send one alone, with a reason.
    BreakGlass,
    /// See a broadcast and what became of it.
    SeeBroadcast,
    /// Pause, resume or cancel one.
    PauseBroadcast,
}

impl Action {
    /// Every action, in the order of the list.
    pub const ALL: &'static [Self] = &[
        Self::ReportStock,
        Self::UndoReport,
        Self::SeeStock,
        Self::ListFacility,
        Self::ApproveStaff,
        Self::AskNewPhone,
        Self::GrantNewPhone,
        Self::SeeUnreported,
        Self::HearOfStock,
        Self::MakeBroadcast,
        Self::ApproveBroadcast,
        Self::BreakGlass,
        Self::SeeBroadcast,
        Self::PauseBroadcast,
    ];
}

/// How far a right goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// No right at all.
    Nowhere,
    /// Oneself and the facilities one works at.
    Own,
    /// Facilities in one's own place, or in any place under it.
    Area,
    /// Everybody and every facility.
    Everywhere,
}

/// The one table: how far each role may do an action.
#[rustfmt::skip]
const fn table(action: Action) -> [Reach; 6] {
    use Reach::{Area, Everywhere, Nowhere as No, Own};
    match action {
        //                       pharmacist  in_charge  supervisor  authority  approver  administrator
        Action::ReportStock =>   [Own,       Own,       No,         No,        No,       No],
        Action::UndoReport =>    [Own,       Own,       No,         No,        No,       No],
        Action::SeeStock =>      [Own,       Own,       Area,       Area,      No,       No],
        Action::ListFacility =>  [No,        Own,       No,         No,        No,       No],
        Action::ApproveStaff =>  [No,        No,        Area,       No,        No,       Everywhere],
        Action::AskNewPhone =>   [Own,       Own,       Own,        Own,       Own,      Own],
        Action::GrantNewPhone => [No,        No,        Area,       No,        No,       Everywhere],
        Action::SeeUnreported => [No,        No,        Area,       Area,      No,       No],
        Action::HearOfStock =>   [No,        Own,       Area,       No,        No,       No],
        Action::MakeBroadcast => [No,        No,        No,         Area,      No,       No],
        Action::ApproveBroadcast => [No,     No,        No,         No,        Area,     No],
        Action::BreakGlass =>    [No,        No,        No,         No,        Area,     No],
        Action::SeeBroadcast =>  [No,        No,        No,         Area,      Area,     Everywhere],
        Action::PauseBroadcast => [No,       No,        No,         Area,      No,       Everywhere],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written from the words of who does what, not from the table above.
    const EXPECTED: &str = "
        .              pharmacist in_charge supervisor authority approver administrator
        ReportStock    own        own       -          -         -        -
        UndoReport     own        own       -          -         -        -
        SeeStock       own        own       area       area      -        -
        ListFacility   -          own       -          -         -        -
        ApproveStaff   -          -         area       -         -        all
        AskNewPhone    own        own       own        own       own      own
        GrantNewPhone  -          -         area       -         -        all
        SeeUnreported  -          -         area       area      -        -
        HearOfStock    -          own       area       -         -        -
        MakeBroadcast  -          -         -          area      -        -
        ApproveBroadcast -        -         -          -         area     -
        BreakGlass     -          -         -          -         area     -
        SeeBroadcast   -          -         -          area      area     all
        PauseBroadcast -          -         -          area      -        all";

    #[test]
    fn each_role_may_do_what_the_table_says_cell_by_cell() {
        let mut lines = EXPECTED.lines().filter(|line| !line.is_empty());
        let heads = lines.next().unwrap().split_whitespace().skip(1);
        let roles: Vec<Role> = heads.map(|word| word.parse().unwrap()).collect();
        assert_eq!(roles, Role::ALL);
        let mut seen = Vec::new();
        for line in lines {
            let mut words = line.split_whitespace();
            let name = words.next().unwrap();
            let action = Action::ALL.iter().find(|a| format!("{a:?}") == name);
            let action = *action.unwrap_or_else(|| panic!("no action {name}"));
            let cells: Vec<&str> = words.collect();
            assert_eq!(cells.len(), roles.len(), "{name}");
            for (role, cell) in roles.iter().zip(cells) {
                let told = match role.reach(action) {
                    Reach::Nowhere => "-",
                    Reach::Own => "own",
                    Reach::Area => "area",
                    Reach::Everywhere => "all",
                };
                assert_eq!(told, cell, "{role} {action:?}");
            }
            seen.push(action);
        }
        assert_eq!(seen, Action::ALL);
    }

    #[test]
    fn a_role_is_written_as_the_record_writes_it() {
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(*role));
        }
        assert!("Pharmacist".parse::<Role>().is_err());
    }
}
