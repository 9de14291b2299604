import http from "node:http"; import fs from "node:fs";
import { SIZES, openStage } from "./harness.mjs"; import * as steps from "./steps.mjs";
const stage = await openStage(); const scenes = {}; const D="/work/shared/data/", M="/tmp/messy/";
const AF = Object.getPrototypeOf(async function(){}).constructor;
const g = { stage, scenes, steps, SIZES, D, M, fs };
http.createServer(async (q, r) => { let b=""; for await (const c of q) b+=c; const out=[]; const log=(...a)=>out.push(a.map(x=>typeof x==="string"?x:JSON.stringify(x)).join(" "));
 const open = async (name, o={}) => { const s = await stage.open({ path:"#/data", size:SIZES.desktop, theme:"light", ...o }); s.context.setDefaultTimeout(20000); scenes[name]=s; return s; };
 const main = (p)=>p.locator("main").innerText();
 const shot = (p,n,full)=>p.screenshot({path:`/tmp/shots/${n}.png`, fullPage:!!full});
 try { const names=Object.keys(g); const f=new AF(...names,"log","open","main","shot",b); const v=await f(...names.map(n=>g[n]),log,open,main,shot); if(v!==undefined) log(v);} catch(e){ log("ERR", e.stack||String(e)); }
 r.end(out.join("\n")+"\n"); if (b.includes("//QUIT")) { await stage.close(); process.exit(0);} }).listen(47811,"127.0.0.1"); console.log("up");
