import { SIZES, openStage } from "./harness.mjs";
import * as steps from "./steps.mjs";
const stage = await openStage();
const B = "../shared/data/breweries/", M = "../shared/data/maven-crm/", C = "../shared/data/chains-40k/";
const sets = { breweries: [B+"accounts-salesforce-report.csv", B+"reps.csv"], maven: [M+"accounts.csv", M+"sales_teams.csv", M+"sales_pipeline.csv"], chains: [C+"companies-hubspot.csv", C+"reps.csv"] };
const only = process.argv.slice(2);
for (const [name, files] of Object.entries(sets)) {
  if (only.length && !only.includes(name)) continue;
  for (const [size, theme] of [[{ width: 1440, height: 3400 }, "light"], [{ width: 390, height: 5200 }, "dark"]]) {
    const { page, problems } = await stage.open({ path: "#/data", size, theme });
    await page.getByLabel("Accounts file").setInputFiles(files);
    await page.getByRole("heading", { name: "Data", exact: true }).waitFor({ timeout: 120000 });
    await steps.idle(page);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/shots/${name}-${size.width}.png`, fullPage: true });
    console.log(name, size.width, problems);
    await page.context().close();
  }
}
await stage.close();
