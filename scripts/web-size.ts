// `npm run size`: what the browser loads of the dashboard, as it travels (gzip).
import { measureWebApp } from './setup/web-size.ts';

const { allJs, firstView, pages } = measureWebApp();
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(7)} KB`;
console.log(`${kilobytes(allJs)}  all JavaScript`);
console.log(`${kilobytes(firstView)}  first view: page, scripts and styles of the overview`);
for (const { name, bytes } of pages) console.log(`${kilobytes(bytes)}    + ${name}`);
