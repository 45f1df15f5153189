import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// A thread that runs from source: Node 20 does not hand `--import=tsx` on to threads.

register();
await import(workerData);
