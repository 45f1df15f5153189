import type { ProjectKind } from '../../core/facts.ts';
import type { AnyCheck, Practice } from '../../core/practice.ts';

/** A line of the checklist that says again, as a requirement, what practices say. */
export interface Requirement {
	/** `10.U1`, `11.3`. */
	readonly number: string;
	readonly id: string;
	/** True when it is met. */
	readonly title: string;
	/** True when it is not. */
	readonly failTitle: string;
	/** Why it matters, one or two sentences. */
	readonly why: string;
	/** What decides it; see `Practice.leaves`. */
	readonly leaves: readonly string[];
	/** Where it rests on nothing elsewhere: how it is met. */
	readonly remedy?: string;
	/** It says SHOULD. */
	readonly isAdvice?: boolean;
	readonly appliesTo?: { readonly kinds: readonly ProjectKind[]; readonly reason: string };
	/** What files cannot tell. */
	readonly errata?: readonly string[];
	readonly checks?: readonly AnyCheck[];
	/** See `Practice.stages`. */
	readonly stages?: Practice['stages'];
	readonly links?: readonly string[];
}

const ears = 'https://alistairmavin.com/ears/';

/** What only programs that run for others have to keep. */
export const services = {
	kinds: ['lambda', 'service'],
	reason: 'no Lambda function and no service is here',
} as const;

/** A requirement as a practice: the remedy is that of the practices it rests on. */
export const requirement = ({
	number,
	id,
	title,
	failTitle,
	why,
	leaves,
	remedy = 'Open the practices it names and mend what is open there; this line follows.',
	isAdvice,
	appliesTo,
	errata,
	checks = [],
	stages,
	links = [],
}: Requirement): Practice => ({
	number,
	id,
	title,
	failTitle,
	why,
	remedy,
	example: { language: 'sh', text: `bp-audit check --only ${number}\n` },
	links: [...links, ears],
	seeAlso: [...new Set(leaves.flatMap(leaf => /^\d+\.\d+/.exec(leaf)?.[0] ?? []))],
	checks,
	leaves,
	...(stages === undefined ? {} : { stages }),
	...(isAdvice === undefined ? {} : { isAdvice }),
	...(appliesTo === undefined ? {} : { appliesTo }),
	...(errata === undefined ? {} : { errata }),
});
