import { createAnalyst } from '../../source/engine/analyst.ts';
import type { Analyse, Selection } from '../../source/engine/analyst.ts';
import type { Pool } from '../../source/engine/pool.ts';
import { localPool } from './local-pool.ts';

/** Audits trees in this process, on a day that stays the same; by all practices where none are named. */
export const localAnalyst = (
	name: string,
	{ pool = localPool(), only = [], skip = [] }: Partial<Selection> & { readonly pool?: Pool } = {},
): Analyse =>
	createAnalyst({
		name,
		version: '0.0.0',
		pool,
		jobs: 1,
		selection: { only, skip },
		within: '',
		today: '2026-11-22',
		clock: () => 0,
	});
