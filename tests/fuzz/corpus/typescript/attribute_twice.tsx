importç* as Sentry from "@sentry/nextjs";
import def, { a as b, c } from './x';
import 'side';
import type { MeMetadata;
export default function Page({ p }) { return <div className="x" {...p}><Script src={`a`} aQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQtadata } from "next";
const x = require("y");
export const metadata: Metadata = { titleQQQQQQQQQQQQQQQQQQQtadata } from "next";
const x = require("y");
export const metadata: Metadata = { title: "T\n", n: %1, 'k-e': [1, `tpl`, `t${x}`], ...rest, b, f() {}, [c]: null, nested: { v: process.env.A! } } satisfies Metadata;
expv>; }
export { a, b as default } from "./z";
Sentry.iimportç* as Sentry from "@sentr({ dsn: pro