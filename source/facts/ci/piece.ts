import type { CiFile, PlacedText } from '../../core/facts/ci-files.ts';
import type {
	CiCommand,
	CiHop,
	CiProvider,
	CiSoftener,
	CiTrigger,
	CiUnresolved,
} from '../../core/facts/ci.ts';
import type { TomlDocument } from '../../core/facts/config.ts';
import type { PreCommitConfig } from '../../core/facts/pre-commit.ts';

/** What every piece of work may say of itself. */
interface Common {
	readonly path: string;
	/** The folder it starts in; null where that is not known. */
	readonly directory: string | null;
	/** Variables that it adds. */
	readonly environment?: ReadonlyMap<string, string>;
	readonly softeners?: readonly CiSoftener[];
	/** Between the command that leads here and this. */
	readonly hops?: readonly CiHop[];
}

/** A text for a shell. */
export interface ShellPiece extends Common {
	readonly kind: 'shell';
	readonly text: PlacedText;
	readonly errexit: boolean;
	readonly pipefail: boolean;
	readonly positional?: readonly string[];
	readonly scriptFolder?: string;
	/** What to name where a failure does not stop the text; the following command unless said. */
	readonly goesOn?: CiSoftener;
	/** Unexported variables that the text may use. */
	readonly variables?: ReadonlyMap<string, string>;
}

/** One command that is written as words. */
export interface WordsPiece extends Common {
	readonly kind: 'words';
	readonly words: readonly string[];
	readonly line: number;
	readonly column: number;
	readonly text: string;
	readonly hook?: CiCommand['hook'];
	readonly action?: string;
}

export type Piece = ShellPiece | WordsPiece;

/** Where a command leads. */
export type Followed =
	| { readonly outcome: 'pieces'; readonly pieces: readonly Piece[] }
	| { readonly outcome: 'unresolved'; readonly reason: CiUnresolved['reason'] };

/** What is known where a command runs. */
export interface Call {
	/** Program first; runners taken off. */
	readonly words: readonly string[];
	readonly runner: readonly string[];
	readonly directory: string | null;
	readonly environment: ReadonlyMap<string, string>;
}

/** The repository, as commands see it. */
export interface World {
	readonly file: (path: string) => CiFile | null;
	readonly has: (path: string) => boolean;
	readonly paths: Iterable<string>;
	readonly toml: (path: string) => TomlDocument | null;
	readonly hooks: (path: string) => PreCommitConfig | null;
}

export type Follow = (call: Call, world: World) => Followed | null;

/** A step of a job, before its commands are followed. */
export interface Step {
	readonly provider: CiProvider;
	readonly source: string;
	readonly stepPath: string;
	readonly line: number;
	readonly job: string;
	readonly step: number;
	readonly triggers: readonly CiTrigger[];
	/** It has a condition; jobs that have one have it as a whole. */
	readonly isConditional?: boolean;
	readonly pieces: readonly Piece[];
}

export const unresolved = (reason: CiUnresolved['reason']): Followed => ({ outcome: 'unresolved', reason });
export const pieces = (found: readonly Piece[]): Followed => ({ outcome: 'pieces', pieces: found });

/** Where an offset of a placed text stands in its file. */
export const placeIn = (
	text: PlacedText,
	offset: number,
): { readonly line: number; readonly column: number } => {
	const part = text.parts.findLast(({ at }) => at <= offset) ?? text.parts[0];
	if (!part) return { line: 1, column: 0 };
	return { line: part.line, column: part.column === 0 ? 0 : part.column + offset - part.at };
};

/** A text with other letters in some places; columns are lost in the parts that change. */
export const mapPlaced = (placed: PlacedText, change: (text: string) => string): PlacedText => {
	if (change(placed.text) === placed.text) return placed;
	let text = '';
	const parts = placed.parts.map(({ at, line, column }, index) => {
		const own = placed.text.slice(at, placed.parts[index + 1]?.at ?? placed.text.length);
		const changed = change(own);
		const start = text.length;
		text += changed;
		return { at: start, line, column: changed === own ? column : 0 };
	});
	return { text, parts };
};

/** A text on one line of a file. */
export const placedAt = (text: string, line: number, column: number): PlacedText => ({
	text,
	parts: [{ at: 0, line, column }],
});

/** Texts one after the other, each on lines of its own. */
export const joinPlaced = (texts: readonly PlacedText[]): PlacedText => {
	let text = '';
	const parts: { at: number; line: number; column: number }[] = [];
	for (const placed of texts) {
		for (const part of placed.parts) parts.push({ ...part, at: part.at + text.length });
		text += `${placed.text}\n`;
	}
	return { text, parts };
};

/** A text of several lines whose failures do not stop it: only the last status counts. */
export const goingOn = (placed: PlacedText): PlacedText => {
	if (!placed.text.trim().includes('\n')) return placed;
	const head = '(set +e\n';
	return {
		text: `${head}${placed.text}\n)`,
		parts: [
			{ at: 0, line: placed.parts[0]?.line ?? 1, column: 0 },
			...placed.parts.map(part => ({ ...part, at: part.at + head.length })),
		],
	};
};
