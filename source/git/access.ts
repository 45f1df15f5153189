import type { Place } from './discover.ts';
import type { ObjectStore } from './edit-tree.ts';
import type { Format } from './private.ts';
import type { RunFolder, StateFolder } from './state-folder.ts';

/** A repository opened through a private git folder: what reading and writing it takes. */
export interface Access extends ObjectStore {
	readonly place: Place;
	/** Our git folder. */
	readonly privateDir: string;
	readonly format: Format;
	readonly state: StateFolder;
	readonly run: RunFolder;
}
