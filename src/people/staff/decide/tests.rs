use super::*;

/// A person of a role, who is active.
fn person(id: i64, role: Role) -> Staff {
    Staff {
        id,
        phone_id: id,
        name: format!("Person {id}"),
        role,
        place_id: None,
        language: None,
        state: State::Active,
        facility_id: None,
        facilities: Vec::new(),
    }
}

fn over(place: i64, role: Role) -> Staff {
    Staff {
        place_id: Some(place),
        ..person(1, role)
    }
}

fn at(facilities: &[i64]) -> Staff {
    Staff {
        facilities: facilities.to_vec(),
        ..person(2, Role::Pharmacist)
    }
}

/// Facility 10 in ward 100 of county 1000; facility 20 in ward 200 of county 2000.
const AREAS: &[(i64, i64)] = &[(10, 100), (10, 1000), (20, 200), (20, 2000)];

#[test]
fn a_supervisor_decides_about_who_works_in_their_area_and_nobody_else() {
    let decides_over = |place: i64, about: &Staff| {
        let by = over(place, Role::Supervisor);
        decides(&by, about, Action::ApproveStaff, AREAS)
    };
    assert_eq!(decides_over(100, &at(&[10])), Ok(()));
    assert_eq!(decides_over(1000, &at(&[10])), Ok(()));
    assert_eq!(decides_over(1000, &at(&[20])), Err(Refusal::Outside));
    assert_eq!(decides_over(1000, &at(&[10, 20])), Err(Refusal::Outside));
    assert_eq!(decides_over(1000, &at(&[])), Err(Refusal::Outside));
    // A facility of no known place lies in no area.
    assert_eq!(decides_over(1000, &at(&[30])), Err(Refusal::Outside));
    let colleague = Staff {
        id: 2,
        ..over(100, Role::Supervisor)
    };
    assert_eq!(decides_over(1000, &colleague), Err(Refusal::Outside));
    let no_place = person(1, Role::Supervisor);
    let told = decides(&no_place, &at(&[10]), Action::ApproveStaff, AREAS);
    assert_eq!(told, Err(Refusal::Outside));
}

#[test]
fn an_administrator_decides_everywhere_and_others_nowhere() {
    for role in Role::ALL {
        let by = over(1000, *role);
        for action in [Action::ApproveStaff, Action::GrantNewPhone] {
            let told = [&[10][..], &[20], &[]].map(|f| decides(&by, &at(f), action, AREAS));
            let expected = match role {
                Role::Administrator => [Ok(()); 3],
                Role::Supervisor => [Ok(()), Err(Refusal::Outside), Err(Refusal::Outside)],
                _ => [Err(Refusal::NotAllowed); 3],
            };
            assert_eq!(told, expected, "{role} {action:?}");
        }
    }
}

#[test]
fn nobody_decides_about_themselves() {
    for role in [Role::Supervisor, Role::Administrator] {
        let by = Staff {
            facilities: vec![10],
            ..over(1000, role)
        };
        let told = decides(&by, &by, Action::GrantNewPhone, AREAS);
        assert_eq!(told, Err(Refusal::Oneself));
    }
}

#[test]
fn who_is_not_active_does_nothing_at_all() {
    for role in Role::ALL {
        for state in [State::Waiting, State::Disabled] {
            let by = Staff {
                state,
                facilities: vec![10],
                ..over(1000, *role)
            };
            for action in Action::ALL {
                assert!(!by.may(*action), "{role} {state} {action:?}");
                let told = decides(&by, &at(&[10]), *action, AREAS);
                assert_eq!(told, Err(Refusal::NotAllowed));
                assert_eq!(does_at(&by, *action, 10), Err(Refusal::NotAllowed));
            }
        }
    }
}

#[test]
fn an_in_charge_lists_the_facilities_they_work_at() {
    let by = Staff {
        facilities: vec![10, 30],
        ..person(1, Role::InCharge)
    };
    assert_eq!(does_at(&by, Action::ListFacility, 30), Ok(()));
    assert_eq!(
        does_at(&by, Action::ListFacility, 20),
        Err(Refusal::Outside)
    );
    let told = does_at(&at(&[10]), Action::ListFacility, 10);
    assert_eq!(told, Err(Refusal::NotAllowed));
}

#[test]
fn who_may_register_is_told_by_who_the_phone_is() {
    let known = |state| Staff { state, ..at(&[10]) };
    assert_eq!(registers(None), Ok(Registers::Anew));
    #[rustfmt::skip]
    let cases = [
        (State::Waiting, Ok(Registers::Again(2))),
        (State::Active, Err(Refusal::Already)),
        (State::Disabled, Err(Refusal::Disabled)),
    ];
    for (state, expected) in cases {
        assert_eq!(registers(Some(&known(state))), expected, "{state}");
    }
}

#[test]
fn a_name_has_letters_and_single_spaces() {
    assert_eq!(name("  Grace \t Achieng\n").as_deref(), Ok("Grace Achieng"));
    assert_eq!(name("አበበ").as_deref(), Ok("አበበ"));
    assert_eq!(name("Ann\u{0}a").as_deref(), Ok("Ann a"));
    assert_eq!(name(&"x".repeat(60)).as_deref(), Ok(&*"x".repeat(60)));
    for bad in ["", "   ", "1", "0712 345 678", &"x".repeat(61)] {
        assert_eq!(name(bad), Err(Refusal::BadName), "{bad}");
    }
}

#[test]
fn those_who_decide_over_areas_come_out_of_the_table() {
    let told = roles_over(Action::ApproveStaff);
    assert_eq!(told, (vec![Role::Supervisor], vec![Role::Administrator]));
    let told = roles_over(Action::SeeUnreported);
    assert_eq!(told, (vec![Role::Supervisor, Role::Authority], vec![]));
}
