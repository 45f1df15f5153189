import { counted } from '../counted.ts';
import type { Facts, Project } from '../facts.ts';
import type { Table } from '../facts/config.ts';
import type { Finding } from '../finding.ts';
import { folderOf, fromFolder, isWithin, upward } from '../folders.ts';
import type { Severity, Verdict } from '../practice.ts';
import { manual, notApplicable, verdictOf } from '../practice.ts';
import { silencerOf } from './silenced.ts';

type Projects = Pick<Facts, 'projects'>;

/**
 * The project that answers for a template: the nearest one above it; where there is none, as with one template for
 * several folders of functions, the first one below it; else the root.
 */
export const ownerOf = (path: string, { projects }: Projects): string => {
	const known = new Set(projects.map(project => project.path));
	const above = upward(folderOf(path)).find(folder => known.has(folder));
	return above ?? projects.find(project => isWithin(project.path, folderOf(path)))?.path ?? '.';
};

const sample =
	/^(?:testdata|fixtures?|examples?|samples?|demos?|docs?|tutorials?|bench(?:mark)?s?|e2e|integration|(?:[\w-]+[-_])?tests?)$/i;

/**
 * A template that is no deployment of this repository: it lies among tests, fixtures, examples or samples. Counted is
 * the path below its project, so that an example that is a project of its own is judged like any project.
 */
export const isSample = (path: string, owner: string): boolean => {
	return fromFolder(owner, path)
		.split('/')
		.slice(0, -1)
		.some(part => sample.test(part));
};

/** The whole value of a template, for what its references are looked up in. */
export const rootOf = ({ templates }: Pick<Facts, 'templates'>, path: string): Table => {
	const parsed = templates.get(path);
	return parsed?.ok && parsed.value.outcome === 'read' ? parsed.value.value : {};
};

/** The same finding where another tool was told to accept it. */
export const unlessSilenced = (finding: Finding, silenced: readonly string[], check: string): Finding => {
	const silencer = finding.level === 'info' ? null : silencerOf(silenced, check);
	return silencer === null
		? finding
		: { ...finding, level: 'info', message: `${finding.message}; accepted by \`${silencer}\`` };
};

/** A finding about what the file does not tell. */
export const undecided = (at: Finding['at'], what: string, reason: string): Finding => ({
	level: 'info',
	message: `${what} cannot be told: ${reason}`,
	confidence: 'certain',
	at,
	key: `undecided:${what}`,
});

/** Templates of a project that cannot be read and name such a type of resource. */
export const obstaclesIn = (
	facts: Pick<Facts, 'templates' | 'projects'>,
	project: Project,
	type: RegExp,
): readonly Finding[] =>
	[...facts.templates].flatMap(([path, parsed]): readonly Finding[] => {
		const owner = ownerOf(path, facts);
		if (owner !== project.path || isSample(path, owner)) return [];
		if (!parsed.ok) return [obstacle({ path, line: parsed.line }, parsed.message)];
		if (parsed.value.outcome === 'read' || !parsed.value.types.some(name => type.test(name))) return [];
		return [obstacle({ path, line: parsed.value.line }, parsed.value.message)];
	});

const obstacle = (at: Finding['at'], message: string): Finding => ({
	level: 'info',
	message,
	confidence: 'certain',
	at,
	key: 'unread',
});

/** Terraform files of a project that declare a type of resource, ascending. */
export const terraformIn = (
	facts: Pick<Facts, 'terraform' | 'projects'>,
	project: Project,
	type: RegExp,
): readonly string[] =>
	[...facts.terraform].flatMap(([path, parsed]) => {
		const owner = ownerOf(path, facts);
		const counts = parsed.ok ? Object.keys(parsed.value) : [];
		return owner === project.path && !isSample(path, owner) && counts.some(name => type.test(name))
			? [path]
			: [];
	});

/** What a check has to say once it has seen everything. */
export interface Conclusion {
	/** Things judged; with none of them the check asks, or does not apply. */
	readonly judged: number;
	readonly findings: readonly Finding[];
	/** Answerable with yes or no, for what could not be decided. */
	readonly question: string;
	readonly evidence: string;
	/** What it judges, in the plural: `S3 buckets`. */
	readonly subject: string;
	/** Why it does not apply where nothing was judged. */
	readonly reason: string;
	readonly obstacles: readonly Finding[];
	readonly terraform: readonly string[];
	readonly severity?: Severity | undefined;
}

/** The verdict: what was found comes first, then what could not be read, then a pass. */
export const conclude = (conclusion: Conclusion): Verdict => {
	const { judged, findings, obstacles, terraform, question } = conclusion;
	if (findings.some(({ level }) => level !== 'info')) {
		return verdictOf([...findings, ...obstacles], conclusion.evidence, conclusion.severity);
	}
	const [first] = terraform;
	if (first !== undefined) {
		const at = { path: first };
		const files = counted(terraform.length, 'Terraform file declares', 'Terraform files declare');
		const message = `${files} ${conclusion.subject}, and Terraform is not analysed`;
		const note: Finding = { level: 'info', message, confidence: 'certain', at, key: 'terraform' };
		return manual(question, [...findings, ...obstacles, note]);
	}
	if (obstacles.length > 0 || findings.some(({ key }) => key?.startsWith('undecided:'))) {
		return manual(question, [...findings, ...obstacles]);
	}
	return judged === 0 ? notApplicable(conclusion.reason) : verdictOf(findings, conclusion.evidence);
};
