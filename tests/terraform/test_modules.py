"""The conventions of modules and roots: files, variables, versions, README, tags, data sources, and no policy text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.terraform.module_reading import (
    EXAMPLES,
    MODULES,
    REPOSITORY,
    ROOTS,
    argument,
    blocks_of,
    declared,
    inner,
    name_of,
    sources,
    table,
)

EXPECTED = set(
    "bootstrap organization account-factory account-baseline security-baseline security-services network networking"
    " transit-network backup cost-management identity model-platform service-catalog".split()
)
LIVE = {
    *(f"management/{name}" for name in "bootstrap organization security-services cost-management identity".split()),
    *(
        f"{account}/{name}"
        for account in ("dev", "prod")
        for name in "bootstrap account-baseline networking backup model-platform".split()
    ),
}
FILES = "main.tf variables.tf outputs.tf versions.tf README.md".split()
OFFLINE_DATA = {"aws_iam_policy_document", "aws_partition", "aws_region"}
TERRAFORM_VERSION, AWS_VERSION = ">= 1.11, < 2.0", ">= 5.100, < 6.0"
KEPT = {"aws_s3_bucket", "aws_organizations_organization", "aws_organizations_account"}
ORGANIZATION = yaml.safe_load((REPOSITORY / "scps" / "organization.yaml").read_text("utf-8"))
LONGEST_FILE = 400

modules = pytest.mark.parametrize("module", MODULES, ids=name_of)
roots = pytest.mark.parametrize("root", ROOTS, ids=name_of)
everything = pytest.mark.parametrize("folder", [*MODULES, *ROOTS], ids=name_of)


def test_all_modules_and_roots_are_there() -> None:
    assert {module.name for module in MODULES} == EXPECTED
    assert {f"{root.parent.name}/{root.name}" for root in ROOTS} == LIVE


@modules
def test_a_module_has_its_files(module: Path) -> None:
    missing = [name for name in FILES if not (module / name).is_file()]
    assert not missing
    assert {example.name for example in EXAMPLES if example.parents[1] == module} == {"minimal", "complete"}
    assert list((module / "tests").glob("*.tftest.hcl"))


@everything
def test_files_stay_short(folder: Path) -> None:
    lengths = {file.name: len(file.read_text("utf-8").splitlines()) for file in sources(folder)}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}


@everything
def test_variables_have_a_type_and_a_description(folder: Path) -> None:
    variables = declared(folder, "variable")
    assert variables
    assert not [name for name, body in variables.items() if not body.get("type")], "without a type"
    assert not [name for name, body in variables.items() if len(body.get("description", "")) < 5], (
        "without a description"
    )


@everything
def test_outputs_have_a_description(folder: Path) -> None:
    outputs = declared(folder, "output")
    assert not [name for name, body in outputs.items() if len(body.get("description", "")) < 5]


@modules
def test_a_module_takes_its_common_inputs(module: Path) -> None:
    variables = declared(module, "variable")
    assert {"name_prefix", "common_tags"} <= set(variables)
    assert variables["name_prefix"].get("validation"), "the prefix is not validated"


@modules
def test_a_module_configures_no_provider(module: Path) -> None:
    assert not blocks_of(module, "provider")


@everything
def test_versions_are_bounded(folder: Path) -> None:
    found = [
        (argument(text, block, "required_version"), need)
        for _, text, block in blocks_of(folder, "terraform")
        for need in [text[one.start : one.end] for one in inner(text, block, "required_providers")]
    ]
    assert len(found) == 1, "one terraform block with required_providers"
    assert found[0][0] == TERRAFORM_VERSION
    assert re.search(rf'version\s*=\s*"{re.escape(AWS_VERSION)}"', found[0][1])


@modules
def test_the_readme_lists_all_inputs_and_outputs(module: Path) -> None:
    readme = module / "README.md"
    assert table(readme, "Inputs") == list(dict.fromkeys(table(readme, "Inputs"))), "a name stands twice"
    assert set(table(readme, "Inputs")) == set(declared(module, "variable"))
    assert set(table(readme, "Outputs")) == set(declared(module, "output"))


@modules
def test_the_readme_is_readable_in_one_go(module: Path) -> None:
    text = (module / "README.md").read_text("utf-8")
    assert text.startswith(f"# {module.name}\n")
    assert 30 <= len(text.splitlines()) <= 140
    assert "```hcl" in text, "no example"


@modules
def test_tags_come_from_one_place(module: Path) -> None:
    merged = [
        line
        for file in sources(module)
        for line in file.read_text("utf-8").splitlines()
        if re.search(r"^\s*common_tags\s*=\s*merge\(\s*var\.common_tags", line)
    ]
    assert len(merged) == 1, merged
    assert f'Module = "{module.name}"' in merged[0]


@modules
def test_no_module_writes_a_list_of_tags(module: Path) -> None:
    # Module and BackupPolicy are set by modules themselves; the others come from the organization file.
    keys = set(ORGANIZATION["settings"]["tags"]["mandatory"]) - {"Module", "BackupPolicy"}
    assignment = re.compile(rf'^\s*"?({"|".join(keys)})"?\s*=(?!=)', re.MULTILINE)
    found = {file.name: assignment.findall(file.read_text("utf-8")) for file in sources(module)}
    assert not {name: set(words) for name, words in found.items() if len(set(words)) > 1}


@everything
def test_every_resource_that_takes_tags_takes_the_common_ones(folder: Path) -> None:
    # Whether a type takes tags is seen in the plans (test_live_plans.py); here only that tags, where given, are ours.
    strangers = []
    for file, text, block in blocks_of(folder, "resource"):
        tags = argument(text, block, "tags")
        if tags and not re.match(r"(merge\(\s*$|merge\(local\.\w*tags|local\.\w*tags|each\.value\.tags)", tags):
            strangers.append(f"{file.name}: {'.'.join(block.labels)}: {tags}")
    assert not strangers


@everything
def test_data_sources_need_no_account(folder: Path) -> None:
    assert not {block.labels[0] for _, _, block in blocks_of(folder, "data")} - OFFLINE_DATA


@everything
def test_no_policy_of_the_organization_is_written_in_hcl(folder: Path) -> None:
    for file, text, block in blocks_of(folder, "resource"):
        if block.labels[0] == "aws_organizations_policy":
            content = argument(text, block, "content") or ""
            assert re.fullmatch(r"each\.value\.\w+|local\.\w+\[each\.key\]|var\.\w+", content), (
                f"{file.name}: {content}"
            )
    texts = "\n".join(file.read_text("utf-8") for file in sources(folder))
    assert not re.search(r'"?Statement"?\s*[=:]', texts), (
        "a policy in JSON; aws_iam_policy_document is for resource policies"
    )
    assert "http" not in {block.labels[0] for _, _, block in blocks_of(folder, "data")}


@everything
def test_what_is_kept_from_destroy_is_named(folder: Path) -> None:
    kept = {
        block.labels[0]
        for _, text, block in blocks_of(folder, "resource")
        for one in inner(text, block, "lifecycle")
        if argument(text, one, "prevent_destroy") == "true"
    }
    assert kept <= KEPT


@modules
def test_tests_try_both_examples_and_refusals(module: Path) -> None:
    texts = "\n".join(file.read_text("utf-8") for file in sorted((module / "tests").glob("*.tftest.hcl")))
    assert "./examples/minimal" in texts and "./examples/complete" in texts
    assert "expect_failures" in texts
    assert "mock_provider" in texts


@roots
def test_a_root_has_a_partial_backend(root: Path) -> None:
    (backend,) = (
        text[one.inside[0] : one.inside[1]].strip()
        for _, text, block in blocks_of(root, "terraform")
        for one in inner(text, block, "backend")
        if one.labels == ("s3",)
    )
    assert not backend, "the values stand in backend.hcl"


@roots
def test_a_root_keeps_its_state_under_its_own_key(root: Path) -> None:
    values = dict(re.findall(r'(?m)^(\w+)\s*=\s*"?([^"\n]*)"?$', (root / "backend.hcl").read_text("utf-8")))
    environment = {"management": "mgmt", "dev": "dev", "prod": "prod"}[root.parent.name]
    assert values["key"] == f"{root.name}/{root.parent.name}/{environment}/terraform.tfstate"
    assert values["bucket"] == ORGANIZATION["state"]["bucket"]
    assert values["encrypt"] == "true"


@roots
def test_a_root_runs_in_its_own_account_only(root: Path) -> None:
    providers = blocks_of(root, "provider")
    assert providers
    for _, text, block in providers:
        assert argument(text, block, "allowed_account_ids") == "[var.account_id]"
        assert argument(text, block, "access_key") is None
        assumed = [one for one in inner(text, block, "dynamic") if one.labels == ("assume_role",)]
        assert assumed, "no role to assume"


@everything
def test_no_workspace_stands_for_an_environment(folder: Path) -> None:
    assert not [file.name for file in sources(folder) if "terraform.workspace" in file.read_text("utf-8")]
