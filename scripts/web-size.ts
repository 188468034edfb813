// `npm run size`: what the browser loads of the dashboard, as it travels (gzip).
import { measureWebApp } from './setup/web-size.ts';

const { allJs, firstView, later } = measureWebApp();
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(7)} KB`;
console.log(`${kilobytes(allJs)}  all JavaScript`);
console.log(`${kilobytes(firstView)}  first view: the page, its scripts and styles`);
for (const { file, bytes } of later) console.log(`${kilobytes(bytes)}  later: ${file}`);
