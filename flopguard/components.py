"""The components of training compute: one fixed vocabulary that manifests and counting rules share."""

from __future__ import annotations

from enum import StrEnum


class ComponentKey(StrEnum):
    """What compute was spent on. There is no `other`: what fits no key is described by its own phase name."""

    PRETRAIN = "pretrain"
    MIDTRAIN_SFT = "midtrain_sft"
    RL_UPDATE = "rl_update"
    RL_ROLLOUT = "rl_rollout"
    AUX_TRAIN = "aux_train"
    AUX_INFER = "aux_infer"
    SYN_PRIVATE_KEPT = "syn_private_kept"
    SYN_PRIVATE_DISCARDED = "syn_private_discarded"
    SYN_PUBLIC = "syn_public"
    TEACHER_TRAIN = "teacher_train"
    TEACHER_INFER = "teacher_infer"
    BASE_INHERITED = "base_inherited"
    ANCESTOR_MERGE = "ancestor_merge"
    RUN_ABANDONED = "run_abandoned"
    RUN_ROLLED_BACK = "run_rolled_back"
    EXPLORE = "explore"
    RECOMPUTE = "recompute"
    DATA_PREP = "data_prep"
    EVAL = "eval"
    POST_DEPLOY = "post_deploy"
    SERVE = "serve"


INHERITED = (ComponentKey.BASE_INHERITED, ComponentKey.ANCESTOR_MERGE)
"""Keys under which an ancestor's compute enters; each ancestor's own components keep their keys as well."""
