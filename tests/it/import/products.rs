use super::*;

#[tokio::test]
async fn products_get_codes_they_keep_and_bring_their_names() {
    let desk = Desk::new().await;
    let file = format!(
        "{PRODUCTS}Paracetamol,N02BE01,Tablet,500 mg,Panadol;Calpol;Bad\u{7},list,,,,\n\
         Paracetamol,N02BE01;X,Syrup,120 mg/5 ml,Panadol,list,,,,\n\
         Oxygen cylinder,,,,,list,equipment,prc,,o2\n\
         \"Lamivudine + Abacavir (3TC/ABC)\",,Tablet,60/120 mg,,list,,,,\n"
    );
    let summary = desk.import(Kind::Products, &file).await;
    assert_eq!(written(&summary), (4, 0, 0), "{summary:?}");
    assert_eq!(summary.names.unwrap().new, 5);
    assert_eq!(summary.left_out, 1);
    assert!(summary.warning.is_some(), "nothing says what is controlled");
    let card =
        "SELECT concat_ws('|', code, kind, generic_key, unit, atc) FROM products ORDER BY id";
    let expected = [
        "prct|medicine|paracetamol|tab|N02BE01",
        "prctm|medicine|paracetamol|bottle|N02BE01",
        // Its own code, although the first row was before it.
        "prc|equipment|oxygen cylinder|piece",
        "lmv|medicine|abacavir + lamivudine|tab",
    ];
    assert_eq!(desk.texts(card).await, expected);
    // New rows before old ones take no old one's code.
    let wider = file.replace(
        "Paracetamol,N02BE01,Tablet",
        "Paracetamol,N02BE01,Suppository,125 mg,,list,,,,\nParacetamol,N02BE01,Tablet",
    );
    let summary = desk.import(Kind::Products, &wider).await;
    assert_eq!(written(&summary), (1, 0, 4));
    assert_eq!(desk.texts(card).await[..4], expected);
    assert_eq!(
        desk.texts("SELECT concat_ws('|', name, generic_key, kind) FROM product_names ORDER BY id")
            .await,
        [
            "Paracetamol|paracetamol|generic",
            "Panadol|paracetamol|brand",
            "Calpol|paracetamol|brand",
            "Oxygen cylinder|oxygen cylinder|generic",
            "Lamivudine + Abacavir (3TC/ABC)|abacavir + lamivudine|generic",
        ]
    );
}

#[tokio::test]
async fn every_reason_a_product_is_refused() {
    let desk = Desk::new().await;
    let file = format!(
        "{PRODUCTS}Zinc,,Tablet,20 mg,,list,,zn,,1\n\
         Zinc,,Tablet,20 mg,,list,,zn,,1\n\
         Zinc,,Syrup,,,list,,ZN,,2\n\
         ,,Tablet,20 mg,,list,,,,3\n\
         +,,Tablet,20 mg,,list,,,,3\n\
         Zinc,,{},,,list,,,,4\n\
         Zinc,,,{},,list,,,,5\n\
         Zinc,,,,,list,potion,,,6\n\
         Zinc,,,,,list,,z9,,7\n\
         Zinc,not an atc,,,,list,,,,8\n\
         Zinc,,,,,list,,,{},9\n",
        "x".repeat(25),
        "x".repeat(41),
        "x".repeat(13),
    );
    let summary = desk.import(Kind::Products, &file).await;
    assert_eq!(written(&summary), (1, 0, 0));
    assert_eq!(
        refused(&summary),
        [
            (Refusal::Missing("generic"), 2),
            (Refusal::TooLong("form", 24), 1),
            (Refusal::TooLong("strength", 40), 1),
            (Refusal::TooLong("unit", 12), 1),
            (Refusal::NotOneOf("kind", "medicine, blood, equipment"), 1),
            (Refusal::BadCode("atc", "an ATC code like N02BE01"), 1),
            (Refusal::BadCode("code", "2 to 8 letters"), 1),
            (Refusal::CodeTaken, 1),
            (Refusal::Duplicate, 1),
        ]
    );
}

#[tokio::test]
async fn names_stand_for_medicines_nobody_stocks_and_a_list_of_names_has_the_last_word() {
    let desk = Desk::new().await;
    desk.import(
        Kind::Products,
        format!("{PRODUCTS}Zinc,,Tablet,20 mg,Zinkid,list,,,,\n"),
    )
    .await;
    let file = "name,generic_key,kind,source,language\n\
        zinkid,Zinc,spelling,names,sw\n\
        ZINKID,zinc,brand,names,\n\
        Gold,Auranofin,generic,names,\n\
        Gold,Auranofin,colour,names,\n\
        Gold,Aurum,brand,names,english\n\
        +++,Aurum,brand,names,\n\
        Aurum,,brand,names,\n\
        Aurum,+,brand,names,\n";
    let summary = desk.import(Kind::Names, file).await;
    assert_eq!(written(&summary), (1, 1, 0));
    assert_eq!(
        refused(&summary),
        [
            (Refusal::Missing("generic_key"), 2),
            (Refusal::Missing("name"), 1),
            (Refusal::NotOneOf("kind", "generic, brand, spelling"), 1),
            (Refusal::BadCode("language", "two or three letters"), 1),
            (Refusal::Duplicate, 1),
        ]
    );
    desk.import(
        Kind::Products,
        format!("{PRODUCTS}Zinc,,Tablet,20 mg,Zinkid,list,,,,\n"),
    )
    .await;
    assert_eq!(
        desk.texts("SELECT concat_ws('|', name, generic_key, kind, language) FROM product_names ORDER BY id").await,
        ["Zinc|zinc|generic|", "zinkid|zinc|spelling|sw", "Gold|auranofin|generic|"]
    );
}

#[tokio::test]
async fn a_pair_of_lookalikes_is_kept_once_and_in_order() {
    let desk = Desk::new().await;
    let file = "b,a,source\nAmlodipine,Amiloride,x\nAmiloride,amlodipine,x\nZinc,ZINC,x\n,Zinc,x\nZinc,+,x\n";
    let summary = desk.import(Kind::Lookalikes, file).await;
    assert_eq!(written(&summary), (1, 0, 0));
    assert_eq!(
        refused(&summary),
        [
            (Refusal::Missing("a"), 1),
            (Refusal::Missing("b"), 1),
            (Refusal::Duplicate, 1),
            (Refusal::SameName, 1)
        ]
    );
    assert_eq!(
        desk.texts("SELECT a_key || '/' || b_key FROM lookalikes")
            .await,
        ["amiloride/amlodipine"]
    );
}

#[tokio::test]
async fn how_surely_stock_is_to_last_is_told_product_by_product() {
    let desk = Desk::new().await;
    let header = "generic,atc,form,strength,brands,source,code,source_id,service_level\n";
    let file = format!(
        "{header}Zinc,,Tablet,20 mg,,list,zn,1,99\nORS,,,,,list,ors,2,\nOxytocin,,,,,list,oxy,3,100\n"
    );
    let summary = desk.import(Kind::Products, &file).await;
    assert_eq!(
        refused(&summary),
        [(Refusal::NotOneOf("service_level", "50 to 99"), 1)]
    );
    let levels = "SELECT concat_ws(' ', code, service_level) FROM products ORDER BY code";
    assert_eq!(desk.texts(levels).await, ["ors 95", "zn 99"]);
    // A list that says nothing of it changes nothing.
    let file = format!("{PRODUCTS}Zinc,,Tablet,20 mg,,list,,zn,,1\n");
    desk.import(Kind::Products, &file).await;
    assert_eq!(desk.texts(levels).await, ["ors 95", "zn 99"]);
}
