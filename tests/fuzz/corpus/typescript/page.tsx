import * as Sentry from "@sentry/nextjs";
import def, { a as b, c } from './x';
import 'side';
import type { Metadata } from "next";
const x = require("y");
export const metadata: Metadata = { title: "T\n", n: -1, 'k-e': [1, `tpl`, `t${x}`], ...rest, b, f() {}, [c]: null, nested: { v: process.env.A! } } satisfies Metadata;
export default function Page({ p }) { return <div className="x" {...p}><Script src={`a`} async>t</Script></div>; }
export { a, b as default } from "./z";
Sentry.init({ dsn: process.env["DSN"], rate: 1.0 });
new Foo<Bar>(1, "a");
module.exports = withX(cfg, { a: 1 });
export async function generateMetadata() { return { title: "g" }; }
export default { a: 1 } as const;
exports.handler = async () => await import('mod');
