/* Notices of which others must know which they are: the review page, where a button stands for what a manifest would
 * say (serve/page_sentences.h). In English (base/notice.h). */
#ifndef STAGES_NOTICES_H
#define STAGES_NOTICES_H

extern const char notice_permission_missing[], notice_single_trait[], notice_tags_elsewhere[], notice_tags_contradict[],
    notice_another_version[];

#endif
