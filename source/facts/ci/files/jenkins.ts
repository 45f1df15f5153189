import type { CiFile } from '../../../core/facts/ci-files.ts';
import { positionAt } from '../../../core/text.ts';

// https://www.jenkins.io/doc/pipeline/steps/workflow-durable-task-step/#sh-shell-script

const shell =
	/\b(?:sh|bat|powershell)\s*\(?\s*(?:label\s*:\s*(?:'[^'\n]*'|"[^"\n]*")\s*,\s*)?(?:(?:script|returnStatus|returnStdout)\s*:[^'"\n]{0,100})?(?:'''([\s\S]*?)'''|"""([\s\S]*?)"""|'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)")/g;
const softening = /\b(?:catchError|warnError|unstable)\s*\(/;

/** Offset after the block that opens at or after an offset. */
const blockEnd = (text: string, from: number): number => {
	let depth = 0;
	for (let at = text.indexOf('{', from); at >= 0 && at < text.length; at++) {
		if (text[at] === '{') depth++;
		else if (text[at] === '}' && --depth === 0) return at;
	}
	return from;
};

/** The shell steps of a `Jenkinsfile`, found by their looks: Groovy is not read. */
export const readJenkinsfile = (text: string, lineStarts: readonly number[]): CiFile => {
	const blocks = [...text.matchAll(/\b(?:catchError|warnError)\b[^{\n]*\{/g)].map(match => ({
		start: match.index,
		end: blockEnd(text, match.index),
		text: match[0].replace(/\s*\{$/, ''),
	}));
	const stages = [...text.matchAll(/\bstage\s*\(\s*["']([^"']+)["']/g)];
	const steps = [...text.matchAll(shell)]
		.filter(
			match => !/^\s*(?:\/\/|\*)/.test(text.slice(text.lastIndexOf('\n', match.index) + 1, match.index)),
		)
		.map(match => {
			const script = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
			const start = match.index + match[0].lastIndexOf(script);
			const parts: { at: number; line: number; column: number }[] = [];
			for (let at = 0; at >= 0; at = script.indexOf('\n', at) + 1 || -1) {
				parts.push({ at, ...positionAt(lineStarts, start + at) });
			}
			const around = blocks.find(block => block.start < match.index && match.index < block.end);
			const status = /returnStatus\s*:\s*true/.exec(
				text.slice(match.index, match.index + match[0].length + 60),
			);
			const soft = around?.text ?? (softening.test(match[0]) ? match[0] : status?.[0]);
			const at = around?.start ?? match.index;
			return {
				name: stages.findLast(stage => stage.index < match.index)?.[1] ?? '',
				script: { text: script, parts },
				soft: soft === undefined ? null : { text: soft, line: positionAt(lineStarts, at).line },
			};
		});
	return { kind: 'steps', provider: 'jenkins', steps };
};
