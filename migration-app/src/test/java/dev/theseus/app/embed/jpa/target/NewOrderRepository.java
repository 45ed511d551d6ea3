package dev.theseus.app.embed.jpa.target;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** Spring Data's. */
public interface NewOrderRepository extends JpaRepository<NewOrderEntity, Long> {

    Optional<NewOrderEntity> findByNumber(long number);

    @Query("select o from NewOrderEntity o where o.terms.customer = ?1 order by o.number")
    List<NewOrderEntity> ofCustomer(String customer);

    long countByTermsCustomer(String customer);

    boolean existsByNumber(long number);

    @Modifying
    @Transactional
    @Query("update NewOrderEntity o set o.progress = ?2 where o.terms.customer = ?1")
    int change(String customer, NewOrderEntity.Progress progress);
}
