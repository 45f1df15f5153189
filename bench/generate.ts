import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

// Synthetic repositories: the same bytes for the same size, on every machine.

/** A linear congruential generator; good enough to vary lines, and the same everywhere. */
const randomFrom = (seed: number): (() => number) => {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
};

const nouns = ['order', 'invoice', 'customer', 'basket', 'receipt', 'payment', 'shipment', 'refund'] as const;

/** What a module imports: about as often as in public services, libraries and Lambda repositories. */
interface Uses {
	readonly http: boolean;
	readonly yaml: boolean;
	readonly logging: boolean;
	readonly print: boolean;
}

const usesOf = (random: () => number): Uses => ({
	http: random() < 0.08,
	yaml: random() < 0.03,
	logging: random() < 0.12,
	print: random() < 0.06,
});

const functionText = (noun: string, index: number, uses: Uses, random: () => number): string => {
	const branches = Array.from({ length: 2 + Math.floor(random() * 5) }, (_, at) => [
		`    if total > ${String(100 * (at + 1))}:`,
		`        record["discount"] = round(total * 0.0${String(at + 1)}, 2)`,
	]).flat();
	return [
		`def price_${noun}_${String(index)}(record: dict[str, object], *, strict: bool = True) -> dict[str, object]:`,
		`    """Prices one ${noun}; the lines are summed before the discount."""`,
		...(uses.http
			? [`    requests.get(f"{BASE}/${noun}/{record['id']}"${random() < 0.5 ? ', timeout=5' : ''})`]
			: []),
		...(uses.yaml ? ['    record = yaml.safe_load(str(record))'] : []),
		...(uses.logging ? [`    logger.info("priced ${noun} %s", record["id"])`] : []),
		...(uses.print ? ['    print(record)'] : []),
		'    total = sum(line["price"] * line["quantity"] for line in record["lines"])',
		...branches,
		'    if strict and not record["lines"]:',
		`        raise ValueError(f"${noun} {record['id']} has no lines")`,
		'    return record',
		'',
		'',
	].join('\n');
};

const moduleText = (seed: number): string => {
	const random = randomFrom(seed);
	const noun = nouns[seed % nouns.length] ?? 'order';
	const uses = usesOf(random);
	const functions = Array.from({ length: 3 + Math.floor(random() * 12) }, (_, index) =>
		functionText(noun, index, uses, random),
	);
	return [
		`"""Module ${String(seed)} of a repository that is made up."""`,
		'',
		'import dataclasses',
		...(uses.logging ? ['import logging'] : []),
		...(uses.http ? ['', 'import requests'] : []),
		...(uses.yaml ? ['import yaml'] : []),
		'',
		'BASE = "https://example.com/v1"',
		...(uses.logging ? ['logger = logging.getLogger(__name__)'] : []),
		'',
		'',
		...functions,
	].join('\n');
};

const manifest = `[project]
name = "made-up"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = ["requests", "pyyaml"]

[tool.ruff.lint]
select = ["E", "F", "I", "B"]

[tool.mypy]
strict = true
`;

/** Writes a repository with a number of Python files, and commits it. Gives its folder. */
export const makeRepository = async (files: number): Promise<string> => {
	const folder = mkdtempSync(join(tmpdir(), `bp-audit-bench-${String(files)}-`));
	const write = (path: string, text: string): void => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	};
	write('pyproject.toml', manifest);
	for (let index = 0; index < files; index++) {
		const place = index % 5 === 0 ? 'tests' : 'src/made_up';
		const name = index % 5 === 0 ? `test_module_${String(index)}` : `module_${String(index)}`;
		write(`${place}/part_${String(index % 97)}/${name}.py`, moduleText(index));
	}
	const git = async (...args: readonly string[]): Promise<unknown> =>
		execa('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], { cwd: folder });
	await git('init', '-q', '-b', 'main');
	await git('add', '-A');
	await git('commit', '-q', '-m', 'Start');
	return folder;
};
