import { fileURLToPath } from 'node:url';
import { serve } from './serve.ts';

// The entry of an engine child: repository content is parsed here and nowhere else. Whatever throws past
// `work` ends the process; the pool sees which file it was on and starts a fresh one.

serve(fileURLToPath(import.meta.url), async () => (await import('./engine-work.ts')).engineWork);
