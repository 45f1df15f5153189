import type { Environment, Sample, Wiring } from './wiring-types.ts';

/** A guided session to open. */
export interface SessionRequest {
	/** The folder's name: shown before anything is read. */
	readonly name: string;
	/** Called once the first frame is on the screen. */
	readonly locate: () => Promise<{ readonly path: string; readonly env: Environment }>;
	/** The repository is gone after the session. */
	readonly passing: boolean;
	readonly branch: string | null;
	readonly jobs: number | null;
	readonly cache: boolean;
}

/** The outside of a command: where it writes, what it may ask. */
export interface Console {
	/** To standard output, as it is. */
	readonly out: (text: string) => void;
	/** One line to standard error. */
	readonly note: (line: string) => void;
	/** A line on standard error that the next one replaces; empty clears it. Silent without a terminal. */
	readonly progress: (line: string) => void;
	/** Colours on standard output. */
	readonly colour: boolean;
	/** Standard output is a terminal. */
	readonly terminal: boolean;
	/** Standard input and output are both terminals that can show screens. */
	readonly interactive: boolean;
	readonly env: Environment;
	readonly now: Date;
	/** Loads the engine and git on first use. */
	readonly wiring: () => Promise<Wiring>;
	/** Makes a repository of the bundled sample in a temporary folder; needs no engine. */
	readonly openSample: (env: Environment) => Promise<Sample>;
	/** Loads the screens on first use; gives the exit status. */
	readonly showSession: (request: SessionRequest) => Promise<number>;
	/** Throws a `UserError` where the file cannot be read or written. */
	readonly readFile: (path: string) => Promise<string>;
	readonly writeFile: (path: string, text: string) => Promise<void>;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/** Whether to colour: the flag, then `NO_COLOR`, then `FORCE_COLOR`, then what standard output is. */
export const wantsColour = (options: {
	readonly flag: boolean;
	readonly env: Environment;
	readonly terminal: boolean;
}): boolean => {
	const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = options.env;
	if (!options.flag || isSet(no)) return false;
	if (force !== undefined) return force !== '0' && force !== 'false';
	return options.terminal && term !== 'dumb';
};
